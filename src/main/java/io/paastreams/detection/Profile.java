package io.paastreams.detection;

/** Which of the network's boxes become detections. */
public enum Profile {
  /** One box an object, at a score that users can rely on. */
  SERVING,

  /**
   * What the reference implementation gives, for average precision: many boxes, most of them faint.
   */
  REFERENCE
}
