package io.paastreams.pipeline;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.DeadLetterLog;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Keeps the listeners' exceptions away from the pipeline and writes the log. Thread-safe. */
final class SafePipelineListener implements PipelineListener {

  private static final Logger LOG = LoggerFactory.getLogger(DetectionPipeline.class);

  private final List<PipelineListener> listeners;
  private final DeadLetterLog deadLetters = new DeadLetterLog(LOG, System::nanoTime);

  SafePipelineListener(List<PipelineListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void frameReceived(InputRecord input) {
    tell(each -> each.frameReceived(input));
  }

  @Override
  public void framePrepared(SourceOffset source, Duration duration) {
    tell(each -> each.framePrepared(source, duration));
  }

  @Override
  public void frameComputed(SourceOffset source) {
    tell(each -> each.frameComputed(source));
  }

  @Override
  public void resultForwarded(InputRecord input, Headers result) {
    tell(each -> each.resultForwarded(input, result));
  }

  @Override
  public void frameDetected(DetectedFrame frame, Duration latency) {
    fields(frame.cameraId(), frame.source())
        .addKeyValue("frameId", frame.frameId())
        .log(
            "Detected {} objects, {} ms after the capture.",
            frame.detections().size(),
            latency.toMillis());
    tell(each -> each.frameDetected(frame, latency));
  }

  @Override
  public void frameSkipped(SkippedFrame frame) {
    fields(frame.cameraId(), frame.source())
        .addKeyValue("frameId", frame.frameId())
        .log("Skipped: {}.", frame.reason());
    tell(each -> each.frameSkipped(frame));
  }

  /** A log line about one frame, for log.level: debug. */
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
    tell(each -> each.frameDeadLettered(source, camera, failure));
  }

  @Override
  public void drained(int frames, Duration duration) {
    tell(each -> each.drained(frames, duration));
  }

  @Override
  public void deviceStuck(Duration age) {
    tell(each -> each.deviceStuck(age));
  }

  @Override
  public void deviceRecovered() {
    tell(PipelineListener::deviceRecovered);
  }

  @Override
  public void cameraScattered(String camera) {
    tell(each -> each.cameraScattered(camera));
  }

  @Override
  public void fleetSeen(int kinds) {
    tell(each -> each.fleetSeen(kinds));
  }

  @Override
  public void framesExpired(long records) {
    tell(each -> each.framesExpired(records));
  }

  @Override
  public void stateChanged(ApplicationState state) {
    LOG.info("The pipeline is {}.", state);
    tell(each -> each.stateChanged(state));
  }

  private void tell(Consumer<PipelineListener> message) {
    for (PipelineListener listener : listeners) {
      try {
        message.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("A pipeline listener failed.", e);
      }
    }
  }
}
