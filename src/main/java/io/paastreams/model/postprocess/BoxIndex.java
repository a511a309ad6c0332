package io.paastreams.model.postprocess;

/**
 * Which of some boxes another box may overlap enough, found without a look at each.
 *
 * <p>The picture is cut into strips along each axis, and a strip knows, as bits, the boxes that
 * begin in it or before, and those that end in it or behind. Four of these sets have in common what
 * overlaps a box: begun where it ends and not ended where it begins, on both axes.
 *
 * <p>Boxes with an IoU of t share at least t of either's extent on each axis. So a box counts as
 * beginning that much later, and as ending that much earlier.
 */
final class BoxIndex {

  private static final int COUNT = 128;

  private final int words;
  private final Axis horizontal;
  private final Axis vertical;

  /**
   * The strips of the first {@code count} boxes.
   *
   * @param boxes x1, y1, x2, y2 each
   * @param minIou a smaller IoU is not enough
   */
  BoxIndex(float[] boxes, int count, float minIou) {
    words = (count + 63) >>> 6;
    horizontal = new Axis(boxes, 0, count, words, minIou);
    vertical = new Axis(boxes, 1, count, words, minIou);
  }

  /** Where the bits of a position's column begin. */
  int column(float x) {
    return words * horizontal.strip(x);
  }

  /** Where the bits of a position's row begin. */
  int row(float y) {
    return words * vertical.strip(y);
  }

  /**
   * Bits of the boxes {@code 64 * word} and following. None is missing that has the IoU with a box
   * from column {@code left} and row {@code top} to column {@code right} and row {@code bottom}.
   */
  long near(int left, int top, int right, int bottom, int word) {
    return horizontal.begun[right + word]
        & horizontal.notEnded[left + word]
        & vertical.begun[bottom + word]
        & vertical.notEnded[top + word];
  }

  /** The strips along one axis, {@code words} of bits each. */
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

    /** Never decreases from one position to a larger one. */
    int strip(float position) {
      return Math.max(0, Math.min((int) ((position - low) * perPixel), COUNT - 1));
    }
  }
}
