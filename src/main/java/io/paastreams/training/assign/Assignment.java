package io.paastreams.training.assign;

/**
 * Which object each anchor of one image may learn. Arrays are not copied.
 *
 * @param truthOf one entry per anchor: the index of its object, {@link #BACKGROUND}, or {@link
 *     #INVALID} for an anchor in the padding of the batch, which learns nothing
 * @param maxOverlap one entry per anchor: its largest IoU with any object, 0 if there are no
 *     objects
 */
public record Assignment(int[] truthOf, float[] maxOverlap) {

  /** The anchor learns that there is nothing. */
  public static final int BACKGROUND = -1;

  /** The anchor does not take part. */
  public static final int INVALID = -2;

  /** The indices of the anchors that have an object, ascending. */
  public int[] candidates() {
    int count = 0;
    for (int truth : truthOf) {
      count += truth >= 0 ? 1 : 0;
    }
    int[] result = new int[count];
    int next = 0;
    for (int anchor = 0; anchor < truthOf.length; anchor++) {
      if (truthOf[anchor] >= 0) {
        result[next++] = anchor;
      }
    }
    return result;
  }

  /**
   * The same assignment in which every candidate except the given ones is background.
   *
   * @param positives the anchors that keep their object
   */
  public Assignment keepOnly(int[] positives) {
    int[] kept = truthOf.clone();
    for (int anchor = 0; anchor < kept.length; anchor++) {
      if (kept[anchor] >= 0) {
        kept[anchor] = BACKGROUND;
      }
    }
    for (int anchor : positives) {
      kept[anchor] = truthOf[anchor];
    }
    return new Assignment(kept, maxOverlap);
  }
}
