package io.paastreams.training;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.List;

/**
 * Normalised pictures of one padded size, and what is on them.
 *
 * @param padded size of the input
 * @param images {@code N * H * W * 3} values: channels innermost, which convolutions like best
 * @param objects one entry a picture
 */
record Batch(Size padded, float[] images, List<Objects> objects) {

  int size() {
    return objects.size();
  }

  /**
   * The objects of one picture.
   *
   * @param padded the picture's own size rounded up to the divisor; anchors beyond it do not learn
   * @param boxes in network pixels
   * @param labels class ids
   */
  record Objects(Size padded, List<Box> boxes, int[] labels) {}
}
