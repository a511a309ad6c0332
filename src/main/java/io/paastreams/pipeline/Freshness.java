package io.paastreams.pipeline;

/** What becomes of a frame that waits when a newer one of its camera comes. */
public enum Freshness {
  /** It stays: every frame is detected, as far as the other limits allow. */
  ALL,
  /**
   * It is skipped, unless the device has taken it: a camera has at most its newest picture wait.
   */
  LATEST
}
