package io.paastreams.detection;

/** Which of the network's boxes become detections. */
public enum Profile {
  /** One box per object, with a score that users can rely on. */
  SERVING,

  /**
   * What the reference implementation returns, for average precision: many boxes, most of them
   * faint.
   */
  REFERENCE
}
