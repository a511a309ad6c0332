package io.paastreams.ingest;

import io.paastreams.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Accepts frames and sends them to their destination.
 *
 * <p>Threading: safe; several cameras share one.
 */
public interface FramePublisher extends AutoCloseable {

  /** Is notified once, on any thread, of the outcome of one frame; must not block. */
  @FunctionalInterface
  interface Receipt {
    /** The frame is safely published if {@code failure} is null. */
    void settled(@Nullable Exception failure);
  }

  /**
   * Publishes a frame in the order of the calls for its camera. Returns before the frame has
   * arrived; waits while too many bytes are in flight.
   *
   * @throws RuntimeException if nothing can be published at all, for example without a schema
   *     registry
   */
  void publish(Frame frame, Receipt receipt);

  /** Waits until every frame published so far has been settled. */
  void flush();

  /** Settles the frames in flight, then releases everything. */
  @Override
  void close();
}
