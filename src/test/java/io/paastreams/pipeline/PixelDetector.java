package io.paastreams.pipeline;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.geometry.Box;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import io.paastreams.pipeline.PixelFrames.Wish;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads {@link PixelFrames}: one detection whose box is the camera and the sequence number. Takes
 * time per batch, like a device, and fails on frames that ask for it.
 */
class PixelDetector implements Detector {

  /**
   * The number of detections in a {@link Wish#CROWDED} frame, less its number: records of 150 to 60
   * KB.
   */
  private static final int CROWD = 5_000;

  private static final int FEWER = 30;

  private volatile Duration perBatch;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean broken;
  private volatile boolean hanging;
  private volatile boolean mended;
  private volatile boolean closed;

  private final ModelIdentity model;

  PixelDetector(Duration perBatch) {
    this(perBatch, new ModelIdentity("pixels", "00".repeat(32)));
  }

  PixelDetector(Duration perBatch, ModelIdentity model) {
    this.perBatch = perBatch;
    this.model = model;
  }

  static PixelDetector instant() {
    return new PixelDetector(Duration.ZERO);
  }

  /** From now on a batch takes this long. */
  void takes(Duration perBatch) {
    this.perBatch = perBatch;
  }

  /** From now on fails on no frame, like a better model. */
  void fulfilEveryWish() {
    mended = true;
  }

  /** From now on every batch fails. */
  void breakDown() {
    broken = true;
  }

  /** From now on batches take until they are interrupted. */
  void hang() {
    hanging = true;
  }

  void recover() {
    hanging = false;
    broken = false;
  }

  /** The number of batches so far. */
  int calls() {
    return calls.get();
  }

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch) {
    calls.incrementAndGet();
    if (closed) {
      throw new IllegalStateException("the detector is closed");
    }
    long end = System.nanoTime() + perBatch.toNanos();
    while (System.nanoTime() - end < 0 && !Thread.interrupted()) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    while (hanging) {
      LockSupport.parkNanos(1_000_000);
      if (Thread.interrupted()) {
        throw new IllegalStateException("interrupted");
      }
    }
    if (broken) {
      throw new IllegalStateException("the device is lost");
    }
    return batch.stream().map(this::read).toList();
  }

  private List<Detection> read(PreparedImage image) {
    PixelFrames.Content frame = PixelFrames.read(ByteBuffer.wrap(image.image().pixels()));
    int camera = frame.camera();
    long sequence = frame.sequence();
    Detection one = new Detection(box(camera, sequence), 0, 0.5f);
    return switch (mended ? Wish.DETECT : frame.wish()) {
      case DETECT -> List.of(one);
      case FAIL -> throw new IllegalStateException("this frame wishes to fail");
      case UNLABELLED -> List.of(new Detection(one.box(), 7, one.score()));
      case CROWDED -> Collections.nCopies(CROWD - FEWER * (int) (sequence % 100), one);
    };
  }

  /** The box that is detected in a frame. */
  static Box box(int camera, long sequence) {
    return new Box(camera, sequence, camera + 1, sequence + 1);
  }

  @Override
  public LabelMap labels() {
    return new LabelMap(List.of("frame"));
  }

  @Override
  public ModelIdentity model() {
    return model;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
