package io.paastreams.evaluation;

import io.paastreams.dataset.Category;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.detection.Detection;
import io.paastreams.evaluation.CocoMetrics.ClassMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Evaluates detections as COCO does (Lin et al., 2014): average precision and recall over ten IoU
 * thresholds, equal to pycocotools.
 *
 * <p>Threading: confined to one thread.
 */
public final class CocoEvaluator {

  /** IoU 0.50, 0.55 ... 0.95. */
  static final double[] THRESHOLDS = thresholds();

  private static final int AT_50 = 0;
  private static final int AT_75 = 5;
  private static final int[] LIMITS = {1, 10, 100};
  private static final int MOST = 100;

  private final Dataset dataset;
  private final Map<Long, List<ScoredBox>> detections = new HashMap<>();
  private long added;

  /**
   * Creates an evaluator without detections.
   *
   * @param dataset the dataset whose class ids the detections use
   */
  public CocoEvaluator(Dataset dataset) {
    this.dataset = dataset;
  }

  private static double[] thresholds() {
    double step = (0.95 - 0.5) / 9;
    return IntStream.range(0, 10).mapToDouble(i -> i == 9 ? 0.95 : i * step + 0.5).toArray();
  }

  /**
   * Adds what was found in an image; an image without a call counts as one without detections.
   *
   * @param imageId the image's id in the annotation file
   * @param found the detections, with boxes in the image's original pixels
   */
  public void add(long imageId, List<Detection> found) {
    found.forEach(detection -> add(imageId, ScoredBox.of(added + 1, detection)));
  }

  void add(long imageId, ScoredBox box) {
    detections.computeIfAbsent(imageId, id -> new ArrayList<>()).add(box);
    added++;
  }

  /** The figures over all images of the dataset. */
  public CocoMetrics evaluate() {
    List<Map<SizeGroup, PrecisionRecall>> byClass = new ArrayList<>();
    List<Map<Integer, PrecisionRecall>> byLimit = new ArrayList<>();
    List<ClassMetrics> classes = new ArrayList<>();
    for (int classId = 0; classId < dataset.categories().size(); classId++) {
      Map<SizeGroup, PrecisionRecall> groups = new EnumMap<>(SizeGroup.class);
      for (SizeGroup group : SizeGroup.values()) {
        groups.put(group, PrecisionRecall.of(match(classId, group), THRESHOLDS.length, MOST));
      }
      Map<Integer, PrecisionRecall> limits = new HashMap<>();
      for (int limit : LIMITS) {
        limits.put(
            limit, PrecisionRecall.of(match(classId, SizeGroup.ALL), THRESHOLDS.length, limit));
      }
      byClass.add(groups);
      byLimit.add(limits);
      classes.add(classMetrics(dataset.categories().get(classId), classId, groups));
    }
    return new CocoMetrics(
        precision(byClass, SizeGroup.ALL, -1),
        precision(byClass, SizeGroup.ALL, AT_50),
        precision(byClass, SizeGroup.ALL, AT_75),
        precision(byClass, SizeGroup.SMALL, -1),
        precision(byClass, SizeGroup.MEDIUM, -1),
        precision(byClass, SizeGroup.LARGE, -1),
        recall(byLimit, limits -> limits.get(1)),
        recall(byLimit, limits -> limits.get(10)),
        recall(byLimit, limits -> limits.get(100)),
        recall(byClass, groups -> groups.get(SizeGroup.SMALL)),
        recall(byClass, groups -> groups.get(SizeGroup.MEDIUM)),
        recall(byClass, groups -> groups.get(SizeGroup.LARGE)),
        classes);
  }

  private ClassMetrics classMetrics(
      Category category, int classId, Map<SizeGroup, PrecisionRecall> groups) {
    PrecisionRecall all = of(groups, SizeGroup.ALL);
    int objects =
        (int)
            dataset.samples().stream()
                .flatMap(sample -> sample.truths().stream())
                .filter(truth -> truth.classId() == classId && !truth.crowd())
                .count();
    return new ClassMetrics(
        category.name(),
        objects,
        mean(IntStream.range(0, THRESHOLDS.length).boxed().flatMapToDouble(all::defined)),
        mean(all.defined(AT_50)),
        mean(Arrays.stream(all.recall()).filter(value -> value > -1)),
        all.defined(AT_50).boxed().toList());
  }

  /** Matches one class in every image that has objects or detections of it, by image id. */
  List<Matching> match(int classId, SizeGroup group) {
    return dataset.samples().stream()
        .sorted(Comparator.comparing(sample -> sample.image().id()))
        .map(sample -> match(sample, classId, group))
        .filter(matching -> !matching.truths().isEmpty() || !matching.detections().isEmpty())
        .toList();
  }

  Matching match(Sample sample, int classId, SizeGroup group) {
    List<Truth> truths =
        sample.truths().stream().filter(truth -> truth.classId() == classId).toList();
    List<ScoredBox> boxes =
        detections.getOrDefault(sample.image().id(), List.of()).stream()
            .filter(box -> box.classId() == classId)
            .toList();
    return Matching.of(boxes, truths, group, THRESHOLDS, MOST);
  }

  Dataset dataset() {
    return dataset;
  }

  /**
   * The mean over classes and recalls, and also over thresholds if {@code threshold} is negative.
   */
  private static double precision(
      List<Map<SizeGroup, PrecisionRecall>> byClass, SizeGroup group, int threshold) {
    return mean(
        IntStream.range(0, THRESHOLDS.length)
            .filter(t -> threshold < 0 || t == threshold)
            .boxed()
            .flatMapToDouble(
                t -> byClass.stream().flatMapToDouble(groups -> of(groups, group).defined(t))));
  }

  private static <K> double recall(
      List<Map<K, PrecisionRecall>> byClass,
      Function<Map<K, PrecisionRecall>, PrecisionRecall> choice) {
    return mean(
        byClass.stream()
            .map(choice)
            .flatMapToDouble(curve -> Arrays.stream(curve.recall()))
            .filter(value -> value > -1));
  }

  private static PrecisionRecall of(Map<SizeGroup, PrecisionRecall> groups, SizeGroup group) {
    PrecisionRecall curve = groups.get(group);
    if (curve == null) {
      throw new IllegalStateException("no curve of " + group);
    }
    return curve;
  }

  private static double mean(DoubleStream values) {
    return values.average().orElse(-1);
  }
}
