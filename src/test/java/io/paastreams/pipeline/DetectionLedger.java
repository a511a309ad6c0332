package io.paastreams.pipeline;

import static org.awaitility.Awaitility.await;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.pipeline.FrameTally.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An independent reader of the detections topic, read-committed, that counts frames by camera and
 * sequence. Independent of the pipeline.
 */
final class DetectionLedger implements AutoCloseable {

  private final Topic<DetectedFrame> topic;
  private final FrameTally tally = new FrameTally();
  private final LedgerReader reader;

  private DetectionLedger(Scenario scenario) {
    this.topic = scenario.topics().of(TopicKind.DETECTIONS);
    this.reader = LedgerReader.start(scenario, this::enter, topic.name());
  }

  static DetectionLedger start(Scenario scenario) {
    return new DetectionLedger(scenario);
  }

  private void enter(ConsumerRecord<byte[], byte[]> record) {
    DetectedFrame frame =
        topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    int camera = PixelFrames.camera(frame.cameraId());
    if (!frame.detections().get(0).box().equals(PixelDetector.box(camera, frame.sequence()))) {
      tally.enterWrong();
    }
    tally.enter(Outcome.DETECTED, record.partition(), camera, frame.sequence());
  }

  /** Frames that have a record. */
  long seen() {
    return tally.seen();
  }

  /** Waits until {@code more} further frames have a record. */
  void awaitMore(long more) {
    long target = tally.seen() + more;
    await().atMost(60, TimeUnit.SECONDS).until(() -> tally.seen() >= target);
  }

  /**
   * Waits until every frame has its record or none has arrived for {@code quiet}, then a little
   * longer for late duplicates.
   */
  Balance settle(CameraLoad load, Duration quiet) throws InterruptedException {
    long last = -1;
    long lastChange = System.nanoTime();
    while (tally.seen() < load.sent() && System.nanoTime() - lastChange < quiet.toNanos()) {
      Thread.sleep(50);
      if (tally.seen() != last) {
        last = tally.seen();
        lastChange = System.nanoTime();
      }
    }
    Thread.sleep(500);
    return tally.against(load.sentByCamera());
  }

  @Override
  public void close() {
    reader.close();
  }
}
