package io.paastreams.ingest;

import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.image.Orientation;
import io.paastreams.image.RgbImage;
import java.time.Duration;
import java.util.Optional;

/**
 * An image that must be rotated according to its container; its stored file would appear on its
 * side.
 */
record RotatedImage(SourceFrame stored, Orientation orientation) implements SourceFrame {

  @Override
  public Duration time() {
    return stored.time();
  }

  @Override
  public RgbImage pixels() throws UnreadableFrameException {
    return orientation.apply(stored.pixels());
  }

  @Override
  public Optional<Encoded> encoded() {
    return Optional.empty();
  }
}
