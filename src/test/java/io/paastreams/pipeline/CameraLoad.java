package io.paastreams.pipeline;

import io.paastreams.devkit.ByteClients;
import io.paastreams.event.Frame;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Cameras that send frames at a steady rate until they are stopped. */
final class CameraLoad implements AutoCloseable {

  static final int CAMERAS = 16;

  private final String bootstrapServers;
  private final Topic<Frame> topic;
  private final int framesPerSecond;
  private final Camera camera;
  private final AtomicLongArray sent = new AtomicLongArray(CAMERAS);
  private final Thread thread = new Thread(this::run, "cameras");
  private final Queue<Exception> lost = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  /** Makes a camera's frame. */
  interface Camera {
    Frame frame(int camera, long sequence);
  }

  CameraLoad(Scenario scenario, int framesPerSecond) {
    this(scenario, framesPerSecond, PixelFrames::frame);
  }

  CameraLoad(Scenario scenario, int framesPerSecond, Camera camera) {
    this.camera = camera;
    this.bootstrapServers = scenario.bootstrapServers();
    this.topic = scenario.topics().of(TopicKind.FRAMES);
    this.framesPerSecond = framesPerSecond;
  }

  CameraLoad start() {
    thread.start();
    return this;
  }

  private void run() {
    try (var producer = ByteClients.producer(bootstrapServers)) {
      long start = System.nanoTime();
      for (long n = 0; !stopped; n++) {
        int number = (int) (n % CAMERAS);
        Frame frame = camera.frame(number, sent.getAndIncrement(number));
        RecordHeaders headers = new RecordHeaders();
        byte[] value = topic.valueSerde().serializer().serialize(topic.name(), headers, frame);
        byte[] key = frame.cameraId().getBytes(StandardCharsets.UTF_8);
        producer.send(
            new ProducerRecord<>(
                topic.name(), number % Scenario.PARTITIONS, null, key, value, headers),
            (metadata, failure) -> {
              if (failure != null) {
                lost.add(failure);
              }
            });
        long due = start + (n + 1) * 1_000_000_000L / framesPerSecond;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
  }

  /**
   * Stops; when this returns, everything that was sent is on the topic.
   *
   * @throws IllegalStateException if it is not, so that the run says nothing about the pipeline
   */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!lost.isEmpty()) {
      throw new IllegalStateException(
          lost.size() + " frames did not reach the frames topic", lost.peek());
    }
  }

  /** Frames of one camera so far. */
  long sent(int camera) {
    return sent.get(camera);
  }

  Map<Integer, Long> sentByCamera() {
    Map<Integer, Long> all = new HashMap<>();
    for (int camera = 0; camera < CAMERAS; camera++) {
      all.put(camera, sent(camera));
    }
    return all;
  }

  long sent() {
    long sum = 0;
    for (int camera = 0; camera < CAMERAS; camera++) {
      sum += sent(camera);
    }
    return sum;
  }
}
