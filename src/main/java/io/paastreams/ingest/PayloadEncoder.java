package io.paastreams.ingest;

import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.RgbImage;
import java.util.Optional;

/** Turns a source's image into the payload of an event. */
final class PayloadEncoder {

  private final Payload payload;
  private final int jpegQuality;

  PayloadEncoder(Payload payload, int jpegQuality) {
    this.payload = payload;
    this.jpegQuality = jpegQuality;
  }

  FramePayload encode(SourceFrame frame) throws UnreadableFrameException {
    return switch (payload) {
      case PASS_THROUGH -> {
        Optional<Encoded> file = frame.encoded();
        yield file.isPresent() ? file.get() : jpeg(frame);
      }
      case JPEG -> jpeg(frame);
      case RAW -> {
        RgbImage image = frame.pixels();
        yield new Raw(PixelFormat.RGB8, image.size(), image.pixels());
      }
    };
  }

  private Encoded jpeg(SourceFrame frame) throws UnreadableFrameException {
    return new Encoded(Encoding.JPEG, ImageEncoder.jpeg(frame.pixels(), jpegQuality));
  }
}
