package io.paastreams.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A detector as data: what to build, what to call its classes, and its weights.
 *
 * @param labels class names in the order of the class ids
 * @param weights exactly those of {@link ParameterTable#of(Recipe, int)}
 * @param sha256 lower-case hexadecimal SHA-256 of the file that the weights came from, for lineage
 */
public record Model(Recipe recipe, List<String> labels, StateDict weights, String sha256) {

  private static final int SHOWN_FAULTS = 12;

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
