package io.paastreams.live;

import io.paastreams.claimcheck.ClaimCheckException;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.PixelLayout;
import io.paastreams.image.RgbImage;
import java.nio.ByteBuffer;

/**
 * Converts a frame into an image file that browsers can show. JPEG and PNG are passed on as they
 * are, raw pixels are encoded, and claim checks are fetched. Only images with masks are decoded and
 * encoded again.
 *
 * <p>Threading: safe.
 */
final class FrameImages {

  private static final int QUALITY = 85;

  private final ClaimCheckReader claimChecks;
  private final ImageDecoder decoder = ImageDecoder.withDefaultLimits();

  private final Masks masks;

  FrameImages(ClaimCheckReader claimChecks, Masks masks) {
    this.claimChecks = claimChecks;
    this.masks = masks;
  }

  /**
   * The file.
   *
   * @throws ImageException if raw pixels, or an image that must be masked, cannot be read
   * @throws ClaimCheckException if the image cannot be fetched
   */
  ByteBuffer file(Frame frame) throws ImageException, ClaimCheckException, InterruptedException {
    ByteBuffer file = file(frame.payload());
    if (!masks.concern(frame.cameraId())) {
      return file;
    }
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    RgbImage masked = masks.paint(frame.cameraId(), decoder.decode(bytes));
    return ByteBuffer.wrap(ImageEncoder.jpeg(masked, QUALITY));
  }

  private ByteBuffer file(FramePayload payload)
      throws ImageException, ClaimCheckException, InterruptedException {
    if (payload instanceof FramePayload.Encoded encoded) {
      return encoded.bytes();
    }
    if (payload instanceof FramePayload.Raw raw) {
      return ByteBuffer.wrap(
          ImageEncoder.jpeg(decoder.raw(layout(raw.format()), raw.size(), raw.bytes()), QUALITY));
    }
    FramePayload.ClaimCheck claim = (FramePayload.ClaimCheck) payload;
    claimChecks.check(claim);
    return ByteBuffer.wrap(claimChecks.read(claim));
  }

  private static PixelLayout layout(PixelFormat format) {
    return switch (format) {
      case RGB8 -> PixelLayout.RGB8;
      case BGR8 -> PixelLayout.BGR8;
      case GRAY8 -> PixelLayout.GRAY8;
    };
  }
}
