package io.paastreams.pipeline;

import io.paastreams.batch.BatchListener;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;

/**
 * Receives what the pipeline does, for metrics and displays.
 *
 * <p>A frame is received once and then has one of the three outcomes. After a failure frames are
 * read again and reported again: these calls count work, and only the topics are authoritative.
 *
 * <p>Threading: called by stream threads and decode threads at once, so implementations must be
 * thread-safe and quick. Exceptions that they throw are logged and otherwise ignored.
 */
public interface PipelineListener {

  /** Ignores everything. */
  PipelineListener NONE = new PipelineListener() {};

  /** A record of the frames topic arrived. */
  default void frameReceived(InputRecord input) {}

  /** An image was fetched, decoded and resized within {@code duration}. */
  default void framePrepared(SourceOffset source, Duration duration) {}

  /**
   * A frame's detections are available. Called on the thread that then reports the frame's batch to
   * a {@link BatchListener}; not called if they were available before the frame began to wait for
   * them.
   */
  default void frameComputed(SourceOffset source) {}

  /** A frame's result was forwarded to its topic with these headers. */
  default void resultForwarded(InputRecord input, Headers result) {}

  /** A detection record was written, {@code latency} after the capture of the frame. */
  default void frameDetected(DetectedFrame frame, Duration latency) {}

  /** A skipped-frame record was written. */
  default void frameSkipped(SkippedFrame frame) {}

  /** A dead letter was written; {@code camera} is its record's key as printable text. */
  default void frameDeadLettered(SourceOffset source, String camera, RecordFailure failure) {}

  /** Before a commit, a task waited for {@code frames} frames for this long. */
  default void drained(int frames, Duration duration) {}

  /** A call to the device has not returned for {@code age}; reported once per call. */
  default void deviceStuck(Duration age) {}

  /** The device has returned after all. */
  default void deviceRecovered() {}

  /** Frames of a camera arrive on two partitions at the same time; reported once per camera. */
  default void cameraScattered(String camera) {}

  /** The group runs this many different models and guarantees; it should be 1. */
  default void fleetSeen(int kinds) {}

  /** Records of the frames topic were deleted before they were read. */
  default void framesExpired(long records) {}

  /** The pipeline's state has changed. */
  default void stateChanged(ApplicationState state) {}
}
