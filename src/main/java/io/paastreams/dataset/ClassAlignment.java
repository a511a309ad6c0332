package io.paastreams.dataset;

import io.paastreams.dataset.AnnotationFaults.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dataset expressed in the classes of a model. Categories are matched by name, not by position,
 * because annotation tools order them as they like and add some of their own.
 *
 * @param dataset the dataset, whose class ids are positions in the model's labels
 * @param notes what a user should know about the match, one sentence each
 */
public record ClassAlignment(Dataset dataset, List<String> notes) {

  /**
   * Matches categories to labels, exactly or else ignoring case and surrounding spaces.
   *
   * @param faults counts the objects whose category is not a class of the model
   * @throws IllegalArgumentException if no category matches
   */
  public static ClassAlignment of(Dataset dataset, List<String> labels, AnnotationFaults faults) {
    List<String> names = dataset.labels().labels();
    if (names.equals(labels)) {
      return new ClassAlignment(dataset, List.of());
    }
    List<String> notes = new ArrayList<>();
    Map<Integer, Integer> classIds = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      int label = labels.indexOf(names.get(i));
      if (label < 0) {
        label = folded(labels).indexOf(fold(names.get(i)));
        if (label >= 0 && !names.contains(labels.get(label))) {
          notes.add("category '" + names.get(i) + "' is the class '" + labels.get(label) + "'");
        }
      }
      if (label >= 0 && !classIds.containsValue(label)) {
        classIds.put(i, label);
      }
    }
    if (classIds.isEmpty()) {
      throw new IllegalArgumentException(
          "the model detects %s, but the annotations name %s: they have no class in common"
              .formatted(labels, names));
    }
    Set<Integer> used = new HashSet<>();
    List<Sample> samples = new ArrayList<>();
    for (Sample sample : dataset.samples()) {
      List<Truth> truths = new ArrayList<>();
      for (Truth truth : sample.truths()) {
        used.add(truth.classId());
        Integer classId = classIds.get(truth.classId());
        if (classId == null) {
          faults.add(
              Kind.FOREIGN_CATEGORY,
              "annotation %d of %s, '%s'"
                  .formatted(truth.id(), sample.image().fileName(), names.get(truth.classId())));
        } else {
          truths.add(truth.as(classId));
        }
      }
      samples.add(new Sample(sample.image(), truths));
    }
    for (int i = 0; i < names.size(); i++) {
      if (!classIds.containsKey(i) && !used.contains(i)) {
        notes.add("category '" + names.get(i) + "' has no objects and is not a class of the model");
      }
    }
    return new ClassAlignment(
        new Dataset(categories(dataset, labels, classIds, notes), samples), notes);
  }

  private static List<Category> categories(
      Dataset dataset, List<String> labels, Map<Integer, Integer> classIds, List<String> notes) {
    Map<Integer, Category> byLabel = new HashMap<>();
    classIds.forEach((from, to) -> byLabel.put(to, dataset.categories().get(from)));
    List<Category> categories = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      @Nullable Category category = byLabel.get(i);
      if (category == null) {
        notes.add(
            "the model's class '" + labels.get(i) + "' is not annotated: AP does not cover it");
      }
      categories.add(new Category(category == null ? -1 - i : category.id(), labels.get(i)));
    }
    return categories;
  }

  private static List<String> folded(List<String> labels) {
    return labels.stream().map(ClassAlignment::fold).toList();
  }

  private static String fold(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
