package io.paastreams.model.postprocess;

/**
 * Finds which of a set of boxes another box may overlap sufficiently, without looking at each.
 *
 * <p>The image is cut into strips along each axis, and each strip stores, as bit sets, the boxes
 * that begin in or before it and those that end in or after it. The intersection of four of these
 * sets contains what overlaps a box: the boxes that begin before it ends and do not end before it
 * begins, on both axes.
 *
 * <p>Boxes with an IoU of t share at least the fraction t of each other's extent on each axis. So a
 * box counts as beginning that much later and ending that much earlier.
 */
final class BoxIndex {

  private static final int COUNT = 128;

  private final int words;
  private final Axis horizontal;
  private final Axis vertical;

  /**
   * Indexes the first {@code count} boxes.
   *
   * @param boxes the boxes as x1, y1, x2, y2
   * @param minIou the minimum IoU that matters
   */
  BoxIndex(float[] boxes, int count, float minIou) {
    words = (count + 63) >>> 6;
    horizontal = new Axis(boxes, 0, count, words, minIou);
    vertical = new Axis(boxes, 1, count, words, minIou);
  }

  /** The index at which the bits of a position's column begin. */
  int column(float x) {
    return words * horizontal.strip(x);
  }

  /** The index at which the bits of a position's row begin. */
  int row(float y) {
    return words * vertical.strip(y);
  }

  /**
   * The bits of the boxes from {@code 64 * word} on. No box is missing that has the minimum IoU
   * with a box from column {@code left} and row {@code top} to column {@code right} and row {@code
   * bottom}.
   */
  long near(int left, int top, int right, int bottom, int word) {
    return horizontal.begun[right + word]
        & horizontal.notEnded[left + word]
        & vertical.begun[bottom + word]
        & vertical.notEnded[top + word];
  }

  /** The strips along one axis, each with {@code words} words of bits. */
  private static final class Axis {

    final long[] begun;
    final long[] notEnded;

    private final float low;
    private final float perPixel;

    Axis(float[] boxes, int axis, int count, int words, float share) {
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < count; i++) {
        least = Math.min(least, boxes[4 * i + axis]);
        most = Math.max(most, boxes[4 * i + axis + 2]);
      }
      low = least;
      perPixel = COUNT / Math.max(most - least, Float.MIN_NORMAL);
      begun = new long[COUNT * words];
      notEnded = new long[COUNT * words];
      for (int i = 0; i < count; i++) {
        float begin = boxes[4 * i + axis];
        float end = boxes[4 * i + axis + 2];
        float margin = share * (end - begin);
        begun[strip(begin + margin) * words + (i >>> 6)] |= 1L << i;
        notEnded[strip(end - margin) * words + (i >>> 6)] |= 1L << i;
      }
      for (int i = words; i < begun.length; i++) {
        begun[i] |= begun[i - words];
      }
      for (int i = notEnded.length - words - 1; i >= 0; i--) {
        notEnded[i] |= notEnded[i + words];
      }
    }

    /** The strip of a position; never decreases from one position to a larger one. */
    int strip(float position) {
      return Math.max(0, Math.min((int) ((position - low) * perPixel), COUNT - 1));
    }
  }
}
