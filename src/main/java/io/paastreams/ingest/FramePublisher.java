package io.paastreams.ingest;

import io.paastreams.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Where frames go.
 *
 * <p>Threading: safe; several cameras share one.
 */
public interface FramePublisher extends AutoCloseable {

  /** Hears what became of one frame, once, on any thread; does not block. */
  @FunctionalInterface
  interface Receipt {
    /** The frame is safely published if {@code failure} is null. */
    void settled(@Nullable Exception failure);
  }

  /**
   * Publishes a frame in the order of the calls for its camera. Returns before it has arrived;
   * waits while too many bytes are on their way.
   *
   * @throws RuntimeException if nothing can be published at all, such as without a schema registry
   */
  void publish(Frame frame, Receipt receipt);

  /** Returns when every frame published before has been settled. */
  void flush();

  /** Settles what is on its way, then frees everything. */
  @Override
  void close();
}
