package io.paastreams.analytics;

import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.RecordFailure;

/**
 * Receives what analytics does, for metrics and displays. After a failure, records are read again
 * and reported again: these calls count work, and only the topics are authoritative.
 *
 * <p>Threading: called by stream threads and others at once, so implementations must be thread-safe
 * and quick. What they throw is logged and otherwise ignored.
 */
public interface AnalyticsListener {

  /** Ignores everything. */
  AnalyticsListener NONE = new AnalyticsListener() {};

  /** A detection record was judged. */
  default void judged(DetectedFrame frame, Verdict verdict) {}

  /** Records were published. */
  default void published(CameraRecords records) {}

  /**
   * A record that follows from a detection record was forwarded. Not called for records caused by
   * silence.
   */
  default void forwarded(ForwardedRecord record) {}

  /** A dead letter was written; {@code camera} is its record's key as printable text. */
  default void deadLettered(SourceOffset source, String camera, RecordFailure failure) {}

  /** Rules of this version are in force from now on; empty means that there are none. */
  default void rulesInForce(String version) {}

  /** A record of the rules topic was ignored because it cannot be used. */
  default void rulesRefused(String reason) {}

  /** Records of its input topics were deleted before they were read. */
  default void recordsExpired(long records) {}

  /** The application's state has changed. */
  default void stateChanged(ApplicationState state) {}
}
