package io.paastreams.ingest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first frame of every slot of {@code 1 / fps}, so that the rate holds on average without
 * drifting, whatever the source's own rate is.
 */
final class RateLimit {

  /**
   * Timestamps are rounded, so a frame that precedes its slot by at most this fraction of a slot
   * belongs to it.
   */
  private static final double ROUNDING = 1e-3;

  private final @Nullable Double maxFps;
  private long lastSlot = -1;

  RateLimit(@Nullable Double maxFps) {
    this.maxFps = maxFps;
  }

  boolean keeps(Duration time) {
    if (maxFps == null) {
      return true;
    }
    long slot = (long) Math.floor(time.toNanos() / 1e9 * maxFps + ROUNDING);
    if (slot <= lastSlot) {
      return false;
    }
    lastSlot = slot;
    return true;
  }
}
