package io.paastreams.pipeline;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.ApplicationState;
import java.time.Duration;

/**
 * Is told what the pipeline does, for metrics and displays.
 *
 * <p>A frame is received once and then has one of the three outcomes. After a failure frames are
 * read again, and told again: these are counts of work, the topics have the truth.
 *
 * <p>Threading: called by stream threads and decode threads at once, so implementations must be
 * thread-safe and quick. What they throw is logged and otherwise ignored.
 */
public interface PipelineListener {

  /** Hears nothing. */
  PipelineListener NONE = new PipelineListener() {};

  /** A record of the frames topic arrived; {@code bytes} of key and value. */
  default void frameReceived(SourceOffset source, int bytes) {}

  /** A picture was fetched, decoded and resized, within {@code duration}. */
  default void framePrepared(Duration duration) {}

  /** A detection record was written; {@code latency} since the capture of the frame. */
  default void frameDetected(DetectedFrame frame, Duration latency) {}

  /** A skipped-frame record was written. */
  default void frameSkipped(SkippedFrame frame) {}

  /** A dead letter was written; {@code camera} is its record's key as printable text. */
  default void frameDeadLettered(SourceOffset source, String camera, FrameFailure failure) {}

  /** Before a commit, a task waited for {@code frames} frames for this long. */
  default void drained(int frames, Duration duration) {}

  /** A call of the device has not returned for {@code age}; told once a call. */
  default void deviceStuck(Duration age) {}

  /** The device has returned after all. */
  default void deviceRecovered() {}

  /** Frames of a camera come on two partitions at the same time; told once per camera. */
  default void cameraScattered(String camera) {}

  /** The group runs so many different models and guarantees; 1 is right. */
  default void fleetSeen(int kinds) {}

  /** The pipeline has another state. */
  default void stateChanged(ApplicationState state) {}
}
