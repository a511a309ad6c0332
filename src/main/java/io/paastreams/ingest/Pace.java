package io.paastreams.ingest;

/** How fast a recording is played. Live sources keep their own pace. */
public enum Pace {
  /** At the frames' presentation times. */
  REAL_TIME,
  /** As fast as frames can be read and published. */
  UNLIMITED
}
