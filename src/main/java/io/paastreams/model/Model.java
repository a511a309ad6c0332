package io.paastreams.model;

import io.paastreams.model.layer.Range;
import io.paastreams.model.torch.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A detector as data: what to build, what to call its classes, and its weights.
 *
 * @param labels class names in the order of the class ids
 * @param weights exactly the weights of {@link ParameterTable#of(Recipe, int)}
 * @param sha256 lower-case hexadecimal SHA-256 of the file that the weights came from, for lineage
 * @param ranges the ranges for {@link Precision#INT8}, not necessarily of these weights; null if
 *     there are none
 */
public record Model(
    Recipe recipe,
    List<String> labels,
    StateDict weights,
    String sha256,
    @Nullable ActivationRanges ranges) {

  private static final int SHOWN_FAULTS = 12;

  private static final String REMEDY =
      "'quantize --model FOLDER --images DIR' makes them from images like those that the"
          + " model will see";

  /**
   * @throws IllegalArgumentException if labels repeat or are blank, or if the weights are not those
   *     of the recipe; the message lists the differences
   */
  public Model {
    labels = List.copyOf(labels);
    List<String> faults = new ArrayList<>(labelFaults(labels));
    if (!labels.isEmpty()) {
      faults.addAll(
          ParameterTable.differences(ParameterTable.of(recipe, labels.size()), weights.shapes()));
    }
    if (!faults.isEmpty()) {
      int more = faults.size() - SHOWN_FAULTS;
      throw new IllegalArgumentException(
          "recipe %s, %d labels and the weights do not fit together: %s%s"
              .formatted(
                  recipe.name(),
                  labels.size(),
                  String.join("; ", faults.subList(0, Math.min(faults.size(), SHOWN_FAULTS))),
                  more > 0 ? "; and " + more + " more" : ""));
    }
  }

  /** A model without ranges. */
  public Model(Recipe recipe, List<String> labels, StateDict weights, String sha256) {
    this(recipe, labels, weights, sha256, null);
  }

  /** A copy with other serving settings. */
  public Model withServing(Recipe.Serving other) {
    return new Model(recipe.withServing(other), labels, weights, sha256, ranges);
  }

  /** A copy with other ranges. */
  public Model withRanges(ActivationRanges other) {
    return new Model(recipe, labels, weights, sha256, other);
  }

  /**
   * The ranges by place that a precision needs: only int8 needs any.
   *
   * @throws IllegalArgumentException if they are missing or belong to other weights; the message
   *     names the command that makes them
   */
  public Map<String, Range> ranges(Precision precision) {
    if (precision != Precision.INT8) {
      return Map.of();
    }
    if (ranges == null) {
      throw new IllegalArgumentException(
          "model %s has no ranges for int8; %s".formatted(recipe.name(), REMEDY));
    }
    if (!ranges.weightsSha256().equals(sha256)) {
      throw new IllegalArgumentException(
          "the ranges of model %s are those of other weights (SHA-256 %s instead of %s); %s"
              .formatted(recipe.name(), ranges.weightsSha256(), sha256, REMEDY));
    }
    return ranges.byPlace();
  }

  private static List<String> labelFaults(List<String> labels) {
    List<String> faults = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    if (labels.isEmpty()) {
      faults.add("there are no labels");
    }
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      if (label.isBlank() || !label.equals(label.strip()) || label.contains("\n")) {
        faults.add("label " + i + " is blank, padded or more than one line");
      } else if (!seen.add(label)) {
        faults.add("label " + i + " repeats '" + label + "'");
      }
    }
    return faults;
  }
}
