package io.paastreams.detection;

import java.util.List;

/** Class names in the order of the model's class ids. Immutable. */
public record LabelMap(List<String> labels) {

  public LabelMap {
    labels = List.copyOf(labels);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("a label map needs at least one label");
    }
  }

  /** The number of classes. */
  public int size() {
    return labels.size();
  }

  /**
   * The name of a class.
   *
   * @throws IndexOutOfBoundsException if {@code classId} is not in [0, size)
   */
  public String label(int classId) {
    return labels.get(classId);
  }
}
