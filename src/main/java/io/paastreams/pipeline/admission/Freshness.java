package io.paastreams.pipeline.admission;

/** What happens to a waiting frame when a newer one of its camera arrives. */
public enum Freshness {
  /** It is kept: every frame is detected, as far as the other limits allow. */
  ALL,
  /**
   * It is skipped unless the device has taken it, so at most the newest image of a camera waits.
   */
  LATEST
}
