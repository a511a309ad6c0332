package io.paastreams.pipeline.faults;

import io.paastreams.event.Frame;
import io.paastreams.event.Topic;
import io.paastreams.pipeline.PixelFrames;
import io.paastreams.pipeline.PixelFrames.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Cameras that send a number of frames: some at once, the rest at a steady rate when the instances
 * are at work. Each stays on its own partition. When the topic gets more partitions, further
 * cameras start there: a camera that moved would lose its order in any system.
 */
final class CameraFeed implements AutoCloseable {

  private static final int CAMERAS_PER_PARTITION = 4;
  private static final int POISON_EVERY = 97;

  /** The frames that are sent before it is known that the instances are running. */
  private static final int PRELUDE = 160;

  private final String bootstrapServers;
  private final Topic<Frame> topic;
  private final long frames;
  private final long perSecond;
  private final Thread thread = new Thread(this::run, "cameras");
  private final Map<Integer, Long> sent = new HashMap<>(); // guarded by itself
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Exception> lost = new AtomicReference<>();
  private volatile int partitions;
  private volatile boolean stopped;

  CameraFeed(
      String bootstrapServers, Topic<Frame> topic, int partitions, long frames, Duration duration) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.partitions = partitions;
    this.frames = frames;
    this.perSecond = Math.max(1, 1000 * frames / Math.max(1, duration.toMillis()));
  }

  CameraFeed start() {
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** Sends the rest, now that all that is to be disturbed is running. */
  void goOn() {
    goOn.countDown();
  }

  /** From now on cameras use this many partitions. */
  void spreadOver(int more) {
    partitions = more;
  }

  private void run() {
    // One request in flight: see pipeline.CameraLoad. No frame is given up while brokers are down.
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "linger.ms", 2,
            "max.in.flight.requests.per.connection", 1,
            "delivery.timeout.ms", 600_000,
            "request.timeout.ms", 10_000,
            "max.block.ms", 600_000);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      long start = System.nanoTime();
      for (long n = 0; n < frames && !stopped; n++) {
        if (n == PRELUDE) {
          goOn.await();
          start = System.nanoTime() - n * 1_000_000_000L / perSecond;
        }
        var unused =
            producer.send(
                next(n),
                (metadata, failure) -> {
                  if (failure == null) {
                    acknowledged.incrementAndGet();
                  } else {
                    lost.compareAndSet(null, failure);
                  }
                });
        LockSupport.parkNanos(start + (n + 1) * 1_000_000_000L / perSecond - System.nanoTime());
      }
      producer.flush();
    } catch (RuntimeException e) {
      lost.compareAndSet(null, e);
    } catch (InterruptedException e) {
      lost.compareAndSet(null, e); // closed
    }
  }

  private ProducerRecord<byte[], byte[]> next(long n) {
    int camera = (int) (n % ((long) partitions * CAMERAS_PER_PARTITION));
    long sequence;
    synchronized (sent) {
      sequence = sent.merge(camera, 1L, Long::sum) - 1;
    }
    Wish wish = n % POISON_EVERY == POISON_EVERY - 1 ? Wish.FAIL : Wish.DETECT;
    Frame frame = PixelFrames.frame(camera, sequence, wish, Instant.now());
    RecordHeaders headers = new RecordHeaders();
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), headers, frame);
    byte[] key = frame.cameraId().getBytes(StandardCharsets.UTF_8);
    int partition = camera / CAMERAS_PER_PARTITION;
    return new ProducerRecord<>(topic.name(), partition, null, key, value, headers);
  }

  /**
   * Waits until all frames are on the topic.
   *
   * @throws IllegalStateException if they are not, so that the run says nothing about the pipeline
   */
  void finish() throws InterruptedException {
    thread.join(Duration.ofMinutes(15).toMillis());
    Exception failure = lost.get();
    long expected = sent().values().stream().mapToLong(Long::longValue).sum();
    if (failure != null || thread.isAlive() || acknowledged.get() != expected) {
      throw new IllegalStateException(
          "%d of %d frames reached the frames topic".formatted(acknowledged.get(), expected),
          failure);
    }
  }

  /** Frames of each camera so far. */
  Map<Integer, Long> sent() {
    synchronized (sent) {
      return Map.copyOf(sent);
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
