package io.paastreams.dataset;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.List;

/**
 * One augmented image as the network will see it, before normalisation.
 *
 * @param size the size in network pixels, not yet padded
 * @param channels 1 (gray) or 3 (R, G, B)
 * @param values {@code channels * height * width} values, one plane after the other, in [0, 255]
 * @param boxes the boxes of its objects in network pixels, inside the image
 * @param labels the class ids of the objects
 */
public record TrainingImage(
    Size size, int channels, float[] values, List<Box> boxes, int[] labels) {

  public TrainingImage {
    boxes = List.copyOf(boxes);
  }
}
