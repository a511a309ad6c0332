package io.paastreams.model.box;

import java.util.Arrays;

/**
 * Iterates over boxes by descending score; among equal scores the lower index comes first. Usually
 * only the best are requested, so scores are distributed into bins in one pass, and each bin is
 * sorted when its turn comes.
 */
public final class DescendingScores {

  /**
   * The shift that leaves the bits by which bins are distinguished: sign, exponent and half of the
   * fraction's first byte.
   */
  private static final int BIN_SHIFT = 16;

  /**
   * The inverted score in the upper half and the index in the lower, so that ascending keys mean
   * descending scores.
   */
  private final long[] keys;

  /**
   * Where each bin begins, and finally where the last one ends; the best scores are in the first
   * bin.
   */
  private final int[] starts;

  private int bin = -1;
  private int position;

  /** Ranks the first {@code count} scores, none of which is negative. */
  public DescendingScores(float[] scores, int count) {
    int lowest = Integer.MAX_VALUE;
    int highest = 0;
    for (int i = 0; i < count; i++) {
      int bits = Float.floatToIntBits(scores[i]);
      lowest = Math.min(lowest, bits);
      highest = Math.max(highest, bits);
    }
    int best = highest >>> BIN_SHIFT;
    keys = new long[count];
    starts = new int[count == 0 ? 1 : best - (lowest >>> BIN_SHIFT) + 2];
    for (int i = 0; i < count; i++) {
      starts[1 + best - (Float.floatToIntBits(scores[i]) >>> BIN_SHIFT)]++;
    }
    for (int b = 1; b < starts.length; b++) {
      starts[b] += starts[b - 1];
    }
    int[] next = starts.clone();
    for (int i = 0; i < count; i++) {
      int bits = Float.floatToIntBits(scores[i]);
      keys[next[best - (bits >>> BIN_SHIFT)]++] = (long) ~bits << 32 | i;
    }
  }

  /** Whether there is a next score. */
  public boolean hasNext() {
    return position < keys.length;
  }

  /** The index of the next best score. */
  public int next() {
    while (bin < 0 || position == starts[bin + 1]) {
      bin++;
      Arrays.sort(keys, starts[bin], starts[bin + 1]);
    }
    return (int) keys[position++];
  }
}
