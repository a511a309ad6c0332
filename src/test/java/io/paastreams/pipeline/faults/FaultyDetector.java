package io.paastreams.pipeline.faults;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DeviceFailures;
import io.paastreams.inference.ModelIdentity;
import java.time.Duration;
import java.util.List;

/**
 * Reads {@link CodedFrame}s at the price of a few milliseconds a batch, and can be made slow, hang,
 * fail and run out of memory for a while.
 *
 * <p>Threading: told by any thread, asked by the batcher's.
 */
final class FaultyDetector implements Detector {

  /** A while that ends by itself. */
  private static final class Spell {
    private volatile long end = System.nanoTime();

    void begin(Duration duration) {
      end = System.nanoTime() + duration.toNanos();
    }

    boolean isOn() {
      return end - System.nanoTime() > 0;
    }

    long millisLeft() {
      return (end - System.nanoTime()) / 1_000_000;
    }
  }

  private static final long BATCH_MILLIS = 5;
  private static final int MEMORY_FOR = 2;

  private final Spell slow = new Spell();
  private final Spell hanging = new Spell();
  private final Spell failing = new Spell();
  private final Spell outOfMemory = new Spell();
  private volatile long slowMillis;

  void beSlow(Duration perBatch, Duration duration) {
    slowMillis = perBatch.toMillis();
    slow.begin(duration);
  }

  void hang(Duration duration) {
    hanging.begin(duration);
  }

  void fail(Duration duration) {
    failing.begin(duration);
  }

  void runOutOfMemory(Duration duration) {
    outOfMemory.begin(duration);
  }

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch) {
    pause(slow.isOn() ? slowMillis : BATCH_MILLIS);
    while (hanging.isOn()) {
      pause(hanging.millisLeft());
    }
    if (failing.isOn()) {
      throw new IllegalStateException("the device is lost");
    }
    if (outOfMemory.isOn() && batch.size() > MEMORY_FOR) {
      throw DeviceFailures.outOfMemory(batch.size());
    }
    return batch.stream().map(FaultyDetector::read).toList();
  }

  private static List<Detection> read(PreparedImage image) {
    CodedFrame frame = CodedFrame.read(image.image().pixels());
    if (frame.poison()) {
      throw new IllegalStateException("poison");
    }
    return List.of(frame.detection());
  }

  /** Not to be interrupted, as native code is not. */
  private static void pause(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    boolean interrupted = false;
    while (end - System.nanoTime() > 0) {
      try {
        Thread.sleep(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public LabelMap labels() {
    return new LabelMap(List.of("frame"));
  }

  @Override
  public ModelIdentity model() {
    return new ModelIdentity("coded-frames", "00".repeat(32));
  }

  @Override
  public void close() {}
}
