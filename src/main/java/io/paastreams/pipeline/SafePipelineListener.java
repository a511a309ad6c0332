package io.paastreams.pipeline;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.DeadLetterLog;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Keeps a listener's exceptions away from the pipeline and writes the log. Thread-safe. */
final class SafePipelineListener implements PipelineListener {

  private static final Logger LOG = LoggerFactory.getLogger(DetectionPipeline.class);

  private final PipelineListener listener;
  private final DeadLetterLog deadLetters = new DeadLetterLog(LOG, System::nanoTime);

  SafePipelineListener(PipelineListener listener) {
    this.listener = listener;
  }

  @Override
  public void frameReceived(SourceOffset source, int bytes) {
    guarded(() -> listener.frameReceived(source, bytes));
  }

  @Override
  public void framePrepared(Duration duration) {
    guarded(() -> listener.framePrepared(duration));
  }

  @Override
  public void frameDetected(DetectedFrame frame, Duration latency) {
    fields(frame.cameraId(), frame.source())
        .addKeyValue("frameId", frame.frameId())
        .log(
            "Detected {} objects, {} ms after the capture.",
            frame.detections().size(),
            latency.toMillis());
    guarded(() -> listener.frameDetected(frame, latency));
  }

  @Override
  public void frameSkipped(SkippedFrame frame) {
    fields(frame.cameraId(), frame.source())
        .addKeyValue("frameId", frame.frameId())
        .log("Skipped: {}.", frame.reason());
    guarded(() -> listener.frameSkipped(frame));
  }

  /** A line of one frame, for log.level: debug. */
  private static LoggingEventBuilder fields(String camera, SourceOffset source) {
    return LOG.atDebug()
        .addKeyValue("camera", camera)
        .addKeyValue("topic", source.topic())
        .addKeyValue("partition", source.partition())
        .addKeyValue("offset", source.offset());
  }

  @Override
  public void frameDeadLettered(SourceOffset source, String camera, RecordFailure failure) {
    deadLetters.log(source, camera, failure);
    guarded(() -> listener.frameDeadLettered(source, camera, failure));
  }

  @Override
  public void drained(int frames, Duration duration) {
    guarded(() -> listener.drained(frames, duration));
  }

  @Override
  public void deviceStuck(Duration age) {
    guarded(() -> listener.deviceStuck(age));
  }

  @Override
  public void deviceRecovered() {
    guarded(listener::deviceRecovered);
  }

  @Override
  public void cameraScattered(String camera) {
    guarded(() -> listener.cameraScattered(camera));
  }

  @Override
  public void fleetSeen(int kinds) {
    guarded(() -> listener.fleetSeen(kinds));
  }

  @Override
  public void stateChanged(ApplicationState state) {
    LOG.info("The pipeline is {}.", state);
    guarded(() -> listener.stateChanged(state));
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("A pipeline listener failed.", e);
    }
  }
}
