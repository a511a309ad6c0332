package io.paastreams.cli.demo;

import io.paastreams.event.Frame;
import io.paastreams.ingest.FramePublisher;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Holds cameras back while too many of their frames are still in the pipeline, so that playing at
 * full speed measures the pipeline rather than the disk.
 *
 * <p>Threading: safe.
 */
final class LagLimit implements FramePublisher {

  private static final long NAP_NANOS = 1_000_000;

  private final FramePublisher publisher;
  private final LongSupplier framesOut;
  private final long mostUnderWay;
  private final AtomicLong framesIn = new AtomicLong();
  private volatile boolean lifted;

  /**
   * Limits a publisher.
   *
   * @param framesOut the number of frames that have left the pipeline
   */
  LagLimit(FramePublisher publisher, LongSupplier framesOut, long mostUnderWay) {
    this.publisher = publisher;
    this.framesOut = framesOut;
    this.mostUnderWay = mostUnderWay;
  }

  @Override
  public void publish(Frame frame, Receipt receipt) {
    while (!lifted && framesIn.get() - framesOut.getAsLong() >= mostUnderWay) {
      LockSupport.parkNanos(NAP_NANOS);
    }
    framesIn.incrementAndGet();
    publisher.publish(frame, receipt);
  }

  /** Lets waiting cameras continue, so that they can be stopped. */
  void lift() {
    lifted = true;
  }

  @Override
  public void flush() {
    publisher.flush();
  }

  @Override
  public void close() {
    publisher.close();
  }
}
