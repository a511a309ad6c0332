package io.paastreams.pipeline;

import io.paastreams.devkit.ByteClients;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts what becomes of the cameras' frames, detections and skips, as a committed reader. */
final class OutcomeLedger implements AutoCloseable {

  private final Scenario scenario;
  private final Topics topics;
  private final BitSet[] seen = new BitSet[CameraLoad.CAMERAS];
  private final long[] detected = new long[CameraLoad.CAMERAS];
  private final long[] skipped = new long[CameraLoad.CAMERAS];
  private final Map<String, Long> skips = new TreeMap<>();
  private final Map<String, Long> last = new TreeMap<>();
  private final Thread thread = new Thread(this::run, "outcome-ledger");
  private Duration oldest = Duration.ZERO;
  private long repeated;
  private long disordered;
  private volatile boolean stopped;

  OutcomeLedger(Scenario scenario) {
    this.scenario = scenario;
    this.topics = scenario.topics();
    for (int camera = 0; camera < CameraLoad.CAMERAS; camera++) {
      seen[camera] = new BitSet();
    }
  }

  OutcomeLedger start() {
    thread.start();
    return this;
  }

  private void run() {
    try (var consumer =
        ByteClients.reader(
            scenario.bootstrapServers(),
            Scenario.PARTITIONS,
            topics.of(TopicKind.DETECTIONS).name(),
            topics.of(TopicKind.SKIPPED).name())) {
      while (!stopped) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::enter);
      }
    }
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
      detected[enter(record.topic(), frame.cameraId(), frame.sequence())]++;
    } else {
      SkippedFrame frame =
          topics
              .of(TopicKind.SKIPPED)
              .valueSerde()
              .deserializer()
              .deserialize(record.topic(), record.value());
      skips.merge(frame.reason().name(), 1L, Long::sum);
      skipped[enter(record.topic(), frame.cameraId(), frame.sequence())]++;
    }
  }

  private int enter(String topic, String cameraId, long sequence) {
    int camera = Integer.parseInt(cameraId.substring("camera-".length()));
    if (seen[camera].get((int) sequence)) {
      repeated++;
    } else {
      Long before = last.put(topic + cameraId, sequence);
      disordered += before != null && before > sequence ? 1 : 0;
    }
    seen[camera].set((int) sequence);
    return camera;
  }

  /** Frames that have an outcome. */
  synchronized long outcomes() {
    return Stream.of(seen).mapToLong(BitSet::cardinality).sum();
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

  /** Which part of some cameras' frames was detected. */
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

  synchronized long repeated() {
    return repeated;
  }

  /** Frames that came after a later one of their camera on the same topic. */
  synchronized long disordered() {
    return disordered;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
