package io.paastreams.ingest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is notified of every frame; used for metrics and progress.
 *
 * <p>Threading: called by the cameras' threads and by the publisher's; implementations must be
 * thread-safe and must not block.
 */
public interface IngestListener {

  /** Ignores everything. */
  IngestListener NONE = new IngestListener() {};

  /** A source was opened, for the first time or again. */
  default void sourceOpened(String cameraId, SourceLocation source) {}

  /** A live source broke or did not come back; it is opened again after {@code wait}. */
  default void sourceLost(String cameraId, SourceException cause, Duration wait) {}

  /** A source does something that a user may not expect; the notice is a complete sentence. */
  default void sourceNotice(String cameraId, String notice) {}

  /** A frame was dropped to keep the wanted rate. */
  default void frameLimited(String cameraId) {}

  /** A frame was dropped because its image is damaged. */
  default void frameUnreadable(String cameraId, UnreadableFrameException cause) {}

  /** A frame is on the topic. */
  default void frameAcknowledged(String cameraId, int payloadBytes) {}

  /** A frame could not be published. */
  default void frameFailed(String cameraId, Exception cause) {}

  /**
   * A camera delivers no more frames; the others continue.
   *
   * @param failure null if the source ended by itself or was stopped
   */
  default void cameraEnded(String cameraId, @Nullable Throwable failure) {}

  /** Combines this listener with another one. */
  default IngestListener and(IngestListener other) {
    return new TwoListeners(this, other);
  }
}
