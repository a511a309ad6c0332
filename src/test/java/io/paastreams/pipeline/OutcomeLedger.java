package io.paastreams.pipeline;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.pipeline.FrameTally.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts what becomes of the cameras' frames, detections and skips, as a committed reader. */
final class OutcomeLedger implements AutoCloseable {

  private final Topics topics;
  private final FrameTally tally = new FrameTally();
  private final LedgerReader reader;
  private final long[] detected = new long[CameraLoad.CAMERAS];
  private final long[] skipped = new long[CameraLoad.CAMERAS];
  private final Map<String, Long> skips = new TreeMap<>();
  private Duration oldest = Duration.ZERO;

  private OutcomeLedger(Scenario scenario) {
    this.topics = scenario.topics();
    this.reader =
        LedgerReader.start(
            scenario,
            this::enter,
            topics.of(TopicKind.DETECTIONS).name(),
            topics.of(TopicKind.SKIPPED).name());
  }

  static OutcomeLedger start(Scenario scenario) {
    return new OutcomeLedger(scenario);
  }

  private synchronized void enter(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topics.of(TopicKind.DETECTIONS).name())) {
      DetectedFrame frame =
          topics
              .of(TopicKind.DETECTIONS)
              .valueSerde()
              .deserializer()
              .deserialize(record.topic(), record.value());
      Duration age = Duration.between(frame.captureTime(), frame.detectionTime());
      oldest = age.compareTo(oldest) > 0 ? age : oldest;
      detected[enter(Outcome.DETECTED, record, frame.cameraId(), frame.sequence())]++;
    } else {
      SkippedFrame frame =
          topics
              .of(TopicKind.SKIPPED)
              .valueSerde()
              .deserializer()
              .deserialize(record.topic(), record.value());
      skips.merge(frame.reason().name(), 1L, Long::sum);
      skipped[enter(Outcome.SKIPPED, record, frame.cameraId(), frame.sequence())]++;
    }
  }

  private int enter(
      Outcome outcome, ConsumerRecord<byte[], byte[]> record, String cameraId, long sequence) {
    int camera = PixelFrames.camera(cameraId);
    tally.enter(outcome, record.partition(), camera, sequence);
    return camera;
  }

  /** Frames that have an outcome. */
  long outcomes() {
    return tally.seen();
  }

  synchronized long detected() {
    return IntStream.range(0, detected.length).mapToLong(camera -> detected[camera]).sum();
  }

  synchronized long detected(int camera) {
    return detected[camera];
  }

  synchronized long skipped() {
    return skips.values().stream().mapToLong(Long::longValue).sum();
  }

  synchronized String skips() {
    return skips.toString();
  }

  /** Which share of some cameras' frames was detected. */
  synchronized double detectedShare(IntPredicate cameras) {
    long found = 0;
    long all = 0;
    for (int camera = 0; camera < detected.length; camera++) {
      if (cameras.test(camera)) {
        found += detected[camera];
        all += detected[camera] + skipped[camera];
      }
    }
    return (double) found / Math.max(1, all);
  }

  /** The oldest frame at the time of its detection. */
  synchronized Duration oldest() {
    return oldest;
  }

  /** Compares with what the cameras sent. */
  Balance balance(CameraLoad load) {
    return tally.against(load.sentByCamera());
  }

  @Override
  public void close() {
    reader.close();
  }
}
