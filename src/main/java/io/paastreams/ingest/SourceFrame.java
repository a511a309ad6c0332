package io.paastreams.ingest;

import io.paastreams.event.FramePayload;
import io.paastreams.image.RgbImage;
import java.time.Duration;
import java.util.Optional;

/**
 * One image of a {@link FrameSource}, converted only on demand. Valid until the source is asked for
 * the next one or closed.
 */
public interface SourceFrame {

  /**
   * Presentation time since the source's first frame; never decreases from one frame to the next.
   */
  Duration time();

  /**
   * The image in RGB.
   *
   * @throws UnreadableFrameException if this one image is damaged
   */
  RgbImage pixels() throws UnreadableFrameException;

  /**
   * The image file as stored, byte for byte, whether valid or not; empty if the source has no such
   * file, as with most video codecs.
   *
   * @throws UnreadableFrameException if its bytes cannot be read
   */
  Optional<FramePayload.Encoded> encoded() throws UnreadableFrameException;
}
