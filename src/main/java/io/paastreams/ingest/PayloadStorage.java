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
 * Moves one camera's large payloads to the image store before the events that point to them are
 * published.
 *
 * <p>A store that fails is retried with growing waits. A recording waits for it, up to the patience
 * for each frame. A live camera cannot wait, because its next frames arrive anyway; until the wait
 * is over, its large frames are dropped without an attempt.
 *
 * <p>Threading: confined to the camera's thread.
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
   * Returns the payload to put into the event: the given one if it is small enough, otherwise a
   * claim check.
   *
   * @throws IOException if the store did not accept it
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

  /**
   * Readers accept only image files. PNG preserves the pixels, for which raw payloads are chosen.
   */
  private static Encoded file(FramePayload payload) {
    if (payload instanceof Encoded encoded) {
      return encoded;
    }
    Raw raw = (Raw) payload;
    if (raw.format() != PixelFormat.RGB8) {
      throw new IllegalArgumentException("the encoder produces RGB8, not " + raw.format());
    }
    Size size = raw.size();
    byte[] pixels = new byte[raw.bytes().remaining()];
    raw.bytes().get(pixels);
    return new Encoded(Encoding.PNG, ImageEncoder.png(new RgbImage(size, pixels)));
  }
}
