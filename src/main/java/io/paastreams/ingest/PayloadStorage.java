package io.paastreams.ingest;

import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves one camera's large payloads to the image store, before the event that points to them.
 *
 * <p>A store that fails is tried again with growing waits. A recording waits for it, up to the
 * patience for each frame. A live camera cannot wait, since its next frames come anyway: until the
 * wait is over its large frames are dropped without a try.
 *
 * <p>Threading: the camera's thread.
 */
final class PayloadStorage {

  private final LargePayloads large;
  private final IngestConfig config;
  private final PacingClock clock;
  private final BooleanSupplier stopped;

  private int failures;
  private Instant nextTry = Instant.MIN;
  private @Nullable IOException lastFailure;

  PayloadStorage(
      LargePayloads large, IngestConfig config, PacingClock clock, BooleanSupplier stopped) {
    this.large = large;
    this.config = config;
    this.clock = clock;
    this.stopped = stopped;
  }

  /**
   * What the event carries: the payload itself if it is small enough.
   *
   * @throws IOException if the store did not take it
   */
  FramePayload moved(FramePayload payload, Instant captureTime, boolean live) throws IOException {
    if (payload.bytes().remaining() <= large.above()) {
      return payload;
    }
    IOException last = lastFailure;
    if (live && last != null && clock.instant().isBefore(nextTry)) {
      throw new StorePausedException(last);
    }
    Encoded file = file(payload);
    failures = live ? failures : 0;
    Instant deadline = clock.instant().plus(config.patience());
    while (true) {
      try {
        FramePayload claim = large.store().put(config.cameraId(), captureTime, file);
        failures = 0;
        lastFailure = null;
        return claim;
      } catch (IOException e) {
        lastFailure = e;
        failures++;
        nextTry = clock.instant().plus(config.reconnect().wait(failures));
        if (live || nextTry.isAfter(deadline) || stopped.getAsBoolean()) {
          throw e;
        }
        clock.sleepUntil(nextTry, stopped);
      }
    }
  }

  /** Readers take files only. PNG keeps the pixels that raw payloads are asked for. */
  private static Encoded file(FramePayload payload) {
    if (payload instanceof Encoded encoded) {
      return encoded;
    }
    Raw raw = (Raw) payload;
    if (raw.format() != PixelFormat.RGB8) {
      throw new IllegalArgumentException("the encoder makes RGB8, not " + raw.format());
    }
    Size size = raw.size();
    byte[] pixels = new byte[raw.bytes().remaining()];
    raw.bytes().get(pixels);
    return new Encoded(Encoding.PNG, ImageEncoder.png(new RgbImage(size, pixels)));
  }
}
