package io.paastreams.ingest;

import io.paastreams.event.Frame;

/**
 * One camera's share of the bytes that a common publisher allows in flight.
 *
 * <p>Cameras share a producer's buffer, and each stays within its part of it: a camera whose
 * partition has no leader, or which sends more than its broker accepts, waits alone instead of
 * filling the buffer for all. A frame larger than the share is sent when nothing else of its camera
 * is in flight.
 *
 * <p>Threading: safe; {@link #publish} is called by the camera's thread.
 */
public final class CameraShare implements FramePublisher {

  private final FramePublisher common;
  private final long limit;
  private long onTheirWay;

  /**
   * Creates one camera's share of a common publisher.
   *
   * @param limit the number of this camera's bytes that may be in flight
   */
  public CameraShare(FramePublisher common, long limit) {
    this.common = common;
    this.limit = limit;
  }

  @Override
  public void publish(Frame frame, Receipt receipt) {
    long bytes = frame.payload().bytes().remaining();
    take(bytes);
    try {
      common.publish(
          frame,
          failure -> {
            giveBack(bytes);
            receipt.settled(failure);
          });
    } catch (RuntimeException e) {
      giveBack(bytes);
      throw e;
    }
  }

  private synchronized void take(long bytes) {
    boolean interrupted = false;
    while (onTheirWay > 0 && onTheirWay + bytes > limit) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    onTheirWay += bytes;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void giveBack(long bytes) {
    onTheirWay -= bytes;
    notifyAll();
  }

  @Override
  public void flush() {
    common.flush();
  }

  /** Leaves the common publisher open. */
  @Override
  public void close() {}
}
