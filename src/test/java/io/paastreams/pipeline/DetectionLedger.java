package io.paastreams.pipeline;

import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.ByteClients;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.geometry.Box;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An independent reader of the detections topic, read-committed, that counts frames by camera and
 * sequence. Knows nothing of the pipeline.
 */
final class DetectionLedger implements AutoCloseable {

  /**
   * What it counted.
   *
   * @param missing frames without a record
   * @param duplicates records of frames that had one
   * @param disordered records whose frame came first after a later frame of its camera
   * @param wrong records with another frame's detections
   */
  record Count(long sent, long seen, long missing, long duplicates, long disordered, long wrong) {}

  private final String bootstrapServers;
  private final Topic<DetectedFrame> topic;
  private final Thread thread = new Thread(this::run, "ledger");
  private final BitSet[] seen = new BitSet[CameraLoad.CAMERAS];
  private final long[] latest = new long[CameraLoad.CAMERAS];
  private long duplicates;
  private long disordered;
  private long wrong;
  private volatile boolean stopped;

  DetectionLedger(Scenario scenario) {
    this.bootstrapServers = scenario.bootstrapServers();
    this.topic = scenario.topics().of(TopicKind.DETECTIONS);
    for (int camera = 0; camera < CameraLoad.CAMERAS; camera++) {
      seen[camera] = new BitSet();
      latest[camera] = -1;
    }
  }

  DetectionLedger start() {
    thread.start();
    return this;
  }

  private void run() {
    try (var consumer = ByteClients.reader(bootstrapServers, Scenario.PARTITIONS, topic.name())) {
      while (!stopped) {
        consumer.poll(Duration.ofMillis(50)).forEach(this::enter);
      }
    }
  }

  private synchronized void enter(ConsumerRecord<byte[], byte[]> record) {
    DetectedFrame frame =
        topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    int camera = Integer.parseInt(frame.cameraId().substring("camera-".length()));
    int sequence = (int) frame.sequence();
    if (!frame
        .detections()
        .get(0)
        .box()
        .equals(new Box(camera, sequence, camera + 1, sequence + 1))) {
      wrong++;
    }
    if (seen[camera].get(sequence)) {
      duplicates++;
    } else {
      seen[camera].set(sequence);
      disordered += sequence < latest[camera] ? 1 : 0;
    }
    latest[camera] = Math.max(latest[camera], sequence);
  }

  synchronized long seen() {
    long sum = 0;
    for (BitSet camera : seen) {
      sum += camera.cardinality();
    }
    return sum;
  }

  synchronized Count count(CameraLoad load) {
    return new Count(load.sent(), seen(), load.sent() - seen(), duplicates, disordered, wrong);
  }

  /** Waits until {@code more} further frames have a record. */
  void awaitMore(long more) {
    long target = seen() + more;
    await().atMost(60, TimeUnit.SECONDS).until(() -> seen() >= target);
  }

  /**
   * Waits until every frame has its record or none has arrived for {@code quiet}, then a little
   * longer for late duplicates.
   */
  Count settle(CameraLoad load, Duration quiet) {
    long last = -1;
    long lastChange = System.nanoTime();
    while (seen() < load.sent() && System.nanoTime() - lastChange < quiet.toNanos()) {
      sleep(50);
      if (seen() != last) {
        last = seen();
        lastChange = System.nanoTime();
      }
    }
    sleep(500);
    return count(load);
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
