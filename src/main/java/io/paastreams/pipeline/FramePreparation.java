package io.paastreams.pipeline;

import io.paastreams.claimcheck.ClaimCheckException;
import io.paastreams.claimcheck.ClaimCheckReader;
import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.geometry.Size;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.PixelLayout;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.pipeline.MemoryBudget.Reservation;

/**
 * Prepares a frame's payload for the network: fetches claim checks, decodes and resizes. It
 * reserves memory before it allocates pixels, whose number is known from the file's header.
 *
 * <p>Threading: safe; called by the decode threads.
 */
final class FramePreparation {

  private static final int BYTES_PER_PIXEL = 3;

  /** Decoders fill an image of their own before they fill ours. */
  private static final int DECODER_COPIES = 2;

  private final ImageDecoder decoder;
  private final ClaimCheckReader claimChecks;
  private final MemoryBudget memory;

  FramePreparation(ImageDecoder decoder, ClaimCheckReader claimChecks, MemoryBudget memory) {
    this.decoder = decoder;
    this.claimChecks = claimChecks;
    this.memory = memory;
  }

  /** An image for the network, and the memory that it holds. */
  record Prepared(PreparedImage image, Reservation memory) {}

  Prepared prepare(FramePayload payload, Preprocessor preprocessor)
      throws ImageException, ClaimCheckException, InterruptedException {
    if (payload instanceof Encoded encoded) {
      byte[] file = encoded.toByteArray();
      return decode(file, file.length, preprocessor);
    }
    if (payload instanceof Raw raw) {
      return convert(raw, preprocessor);
    }
    ClaimCheck claim = (ClaimCheck) payload;
    claimChecks.check(claim);
    // Returned before pixels are reserved, because a thread that waits for pixels must hold none,
    // see MemoryBudget.
    Reservation fetching = memory.reservePixels(claim.sizeBytes());
    byte[] file;
    try {
      file = claimChecks.read(claim);
    } finally {
      fetching.release();
    }
    return decode(file, file.length, preprocessor);
  }

  private Prepared decode(byte[] file, int fileBytes, Preprocessor preprocessor)
      throws ImageException, InterruptedException {
    Size size = decoder.size(file);
    long decoding = DECODER_COPIES * BYTES_PER_PIXEL * size.area();
    Reservation pixels =
        memory.reservePixels(fileBytes + decoding + networkBytes(size, preprocessor));
    return prepared(pixels, preprocessor, () -> decoder.decodeFor(file, preprocessor));
  }

  private Prepared convert(Raw raw, Preprocessor preprocessor)
      throws ImageException, InterruptedException {
    long converted = BYTES_PER_PIXEL * raw.size().area();
    Reservation pixels = memory.reservePixels(converted + networkBytes(raw.size(), preprocessor));
    PixelLayout layout = layout(raw.format());
    return prepared(
        pixels,
        preprocessor,
        () -> DecodedImage.whole(decoder.raw(layout, raw.size(), raw.bytes())));
  }

  private Prepared prepared(Reservation pixels, Preprocessor preprocessor, ImageSource source)
      throws ImageException {
    boolean done = false;
    try {
      PreparedImage image = preprocessor.prepare(source.image());
      pixels.shrinkTo(BYTES_PER_PIXEL * image.image().size().area());
      done = true;
      return new Prepared(image, pixels);
    } finally {
      if (!done) {
        pixels.release();
      }
    }
  }

  private static long networkBytes(Size original, Preprocessor preprocessor) {
    return BYTES_PER_PIXEL * preprocessor.networkSize(original).area();
  }

  private static PixelLayout layout(PixelFormat format) {
    return switch (format) {
      case RGB8 -> PixelLayout.RGB8;
      case BGR8 -> PixelLayout.BGR8;
      case GRAY8 -> PixelLayout.GRAY8;
    };
  }

  /** Produces the image. */
  private interface ImageSource {
    DecodedImage image() throws ImageException;
  }
}
