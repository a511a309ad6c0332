package io.paastreams.pipeline.faults;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DeviceFailures;
import io.paastreams.pipeline.PixelFrames;
import io.paastreams.pipeline.PixelFrames.Wish;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds the {@link WalkingObject} in {@link PixelFrames} in a few milliseconds per batch, and can
 * be made to slow down, hang, fail and run out of memory. Faults last for batches rather than for a
 * time, so that a pipeline that pauses at that moment does not escape them.
 *
 * <p>Threading: any thread may set the faults; the batcher's thread meets them.
 */
final class FaultyDetector implements Detector {

  private static final long BATCH_MILLIS = 5;
  private static final int MEMORY_FOR = 2;

  private final AtomicInteger slow = new AtomicInteger();
  private final AtomicInteger failing = new AtomicInteger();
  private final AtomicInteger outOfMemory = new AtomicInteger();
  private final AtomicLong hangMillis = new AtomicLong();
  private volatile long slowMillis;

  /** The next batches take longer. */
  void beSlow(long millis, int batches) {
    slowMillis = millis;
    slow.set(batches);
  }

  /** The next batch does not come back for a while. */
  void hang(long millis) {
    hangMillis.set(millis);
  }

  /** The next batches fail, whatever is in them. */
  void fail(int batches) {
    failing.set(batches);
  }

  /** The next batches of more than two images do not fit. */
  void runOutOfMemory(int batches) {
    outOfMemory.set(batches);
  }

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch) {
    pause(takeOne(slow) ? slowMillis : BATCH_MILLIS);
    pause(hangMillis.getAndSet(0));
    if (takeOne(failing)) {
      throw new IllegalStateException("the device is lost");
    }
    if (batch.size() > MEMORY_FOR && takeOne(outOfMemory)) {
      throw DeviceFailures.outOfMemory(batch.size());
    }
    return batch.stream().map(FaultyDetector::read).toList();
  }

  private static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  private static List<Detection> read(PreparedImage image) {
    PixelFrames.Content frame = PixelFrames.read(ByteBuffer.wrap(image.image().pixels()));
    if (frame.wish() == Wish.FAIL) {
      throw new IllegalStateException("poison");
    }
    return WalkingObject.detections(frame.camera(), frame.sequence());
  }

  /** Not interruptible, like native code. */
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
