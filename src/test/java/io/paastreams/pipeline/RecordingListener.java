package io.paastreams.pipeline;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records every call. */
final class RecordingListener implements PipelineListener {

  final List<SourceOffset> received = new CopyOnWriteArrayList<>();

  /** Keeps offsets in the order of their results. */
  final List<Long> outcomes = new CopyOnWriteArrayList<>();

  final List<RecordFailure> failures = new CopyOnWriteArrayList<>();
  final List<Duration> latencies = new CopyOnWriteArrayList<>();
  final List<Integer> drains = new CopyOnWriteArrayList<>();
  final List<ApplicationState> states = new CopyOnWriteArrayList<>();

  @Override
  public void frameReceived(InputRecord input) {
    received.add(input.source());
  }

  @Override
  public void frameDetected(DetectedFrame frame, Duration latency) {
    latencies.add(latency);
    outcomes.add(frame.source().offset());
  }

  @Override
  public void frameSkipped(SkippedFrame frame) {
    outcomes.add(frame.source().offset());
  }

  @Override
  public void frameDeadLettered(SourceOffset source, String camera, RecordFailure failure) {
    failures.add(failure);
    outcomes.add(source.offset());
  }

  @Override
  public void drained(int frames, Duration duration) {
    drains.add(frames);
  }

  @Override
  public void stateChanged(ApplicationState state) {
    states.add(state);
  }
}
