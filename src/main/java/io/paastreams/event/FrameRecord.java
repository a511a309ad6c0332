package io.paastreams.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record that is derived from one frame event. */
public sealed interface FrameRecord permits DetectedFrame, SkippedFrame, TrackedFrame {

  /** The frame that the record is about. */
  Lineage lineage();

  default UUID frameId() {
    return lineage().frameId();
  }

  default String cameraId() {
    return lineage().cameraId();
  }

  default @Nullable UUID sessionId() {
    return lineage().sessionId();
  }

  default long sequence() {
    return lineage().sequence();
  }

  default SourceOffset source() {
    return lineage().source();
  }

  default Instant captureTime() {
    return lineage().captureTime();
  }

  default Instant ingestTime() {
    return lineage().ingestTime();
  }
}
