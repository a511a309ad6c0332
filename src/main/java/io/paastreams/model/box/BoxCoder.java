package io.paastreams.model.box;

/**
 * Encodes boxes as offsets from anchors: (dx, dy) is the offset of the centre in anchor sides, and
 * (dw, dh) are the logarithms of the ratios of the sides, each divided by a standard deviation
 * (0.1, 0.1, 0.2, 0.2). All computations are in float32 and in the reference's order of operations.
 *
 * <p>Boxes and anchors are x1, y1, x2, y2 in pixels; arrays hold 4 values per box.
 */
public final class BoxCoder {

  private static final float CENTER_STD = 0.1f;
  private static final float SIZE_STD = 0.2f;

  /** |ln(16 / 1000)|: a side is at most 62.5 times longer or shorter than its anchor's. */
  private static final float MAX_LOG_RATIO = 4.135166556742356f;

  private BoxCoder() {}

  /**
   * Decodes one box, without clipping.
   *
   * @param anchors the array with the box's anchor at {@code anchor}
   * @param deltas the array with dx, dy, dw, dh at {@code delta}
   * @param boxes the array to which the box is written at {@code box}
   */
  public static void decode(
      float[] anchors, int anchor, float[] deltas, int delta, float[] boxes, int box) {
    float x1 = anchors[anchor];
    float y1 = anchors[anchor + 1];
    float x2 = anchors[anchor + 2];
    float y2 = anchors[anchor + 3];
    float width = (x2 - x1) * exp(deltas[delta + 2]);
    float height = (y2 - y1) * exp(deltas[delta + 3]);
    float centerX = (x1 + x2) * 0.5f + (x2 - x1) * (deltas[delta] * CENTER_STD);
    float centerY = (y1 + y2) * 0.5f + (y2 - y1) * (deltas[delta + 1] * CENTER_STD);
    boxes[box] = centerX - width * 0.5f;
    boxes[box + 1] = centerY - height * 0.5f;
    boxes[box + 2] = centerX + width * 0.5f;
    boxes[box + 3] = centerY + height * 0.5f;
  }

  private static float exp(float delta) {
    float log = delta * SIZE_STD;
    return (float) Math.exp(clamp(log, -MAX_LOG_RATIO, MAX_LOG_RATIO));
  }

  /** Moves the corners of a box into an image: x to [0, width], y to [0, height]. */
  public static void clip(float[] boxes, int box, float width, float height) {
    boxes[box] = clamp(boxes[box], 0, width);
    boxes[box + 1] = clamp(boxes[box + 1], 0, height);
    boxes[box + 2] = clamp(boxes[box + 2], 0, width);
    boxes[box + 3] = clamp(boxes[box + 3], 0, height);
  }

  /**
   * Clamps a value; NaN remains NaN. Uses comparisons because nearly all values lie between the
   * bounds and {@link Math#min} on floats takes five more instructions each.
   */
  private static float clamp(float value, float least, float most) {
    return value <= least ? least : value >= most ? most : value;
  }

  /** Encodes one box: the inverse of {@link #decode}. */
  public static void encode(
      float[] anchors, int anchor, float[] boxes, int box, float[] deltas, int delta) {
    for (int axis = 0; axis < 2; axis++) {
      float anchorSide = anchors[anchor + axis + 2] - anchors[anchor + axis];
      float anchorCenter = (anchors[anchor + axis] + anchors[anchor + axis + 2]) * 0.5f;
      float side = boxes[box + axis + 2] - boxes[box + axis];
      float center = (boxes[box + axis] + boxes[box + axis + 2]) * 0.5f;
      deltas[delta + axis] = (center - anchorCenter) / anchorSide / CENTER_STD;
      deltas[delta + axis + 2] = (float) Math.log(side / anchorSide) / SIZE_STD;
    }
  }
}
