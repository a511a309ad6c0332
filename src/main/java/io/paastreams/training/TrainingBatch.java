package io.paastreams.training;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.List;

/**
 * Normalised images of one padded size and the objects on them.
 *
 * @param padded the size of the input
 * @param images {@code N * H * W * 3} values with channels innermost, which suits convolutions best
 * @param objects one entry per image
 */
record TrainingBatch(Size padded, float[] images, List<Objects> objects) {

  int size() {
    return objects.size();
  }

  /**
   * The objects of one image.
   *
   * @param padded the image's own size rounded up to the divisor; anchors beyond it do not learn
   * @param boxes the boxes in network pixels
   * @param labels the class ids
   */
  record Objects(Size padded, List<Box> boxes, int[] labels) {}
}
