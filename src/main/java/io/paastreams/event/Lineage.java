package io.paastreams.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which frame a record is derived from, and when that frame was captured.
 *
 * @param sessionId the session of the frame event, within which {@code sequence} counts; null if it
 *     has none
 * @param source the position of the frame event
 * @param ingestTime when the frame event was written
 */
public record Lineage(
    UUID frameId,
    String cameraId,
    @Nullable UUID sessionId,
    long sequence,
    SourceOffset source,
    Instant captureTime,
    Instant ingestTime) {

  /**
   * The lineage of what is derived from a frame event.
   *
   * @param source the position of the frame event
   */
  public static Lineage of(Frame frame, SourceOffset source) {
    return new Lineage(
        frame.frameId(),
        frame.cameraId(),
        frame.sessionId(),
        frame.sequence(),
        source,
        frame.captureTime(),
        frame.ingestTime());
  }
}
