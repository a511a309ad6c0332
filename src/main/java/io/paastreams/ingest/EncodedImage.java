package io.paastreams.ingest;

import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.RgbImage;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** A packet that is an image file. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EncodedImage(byte[] file, Encoding encoding, Duration time) implements SourceFrame {

  private static final ImageDecoder DECODER = ImageDecoder.withDefaultLimits();

  static EncodedImage of(AVPacket packet, Encoding encoding, Duration time) {
    byte[] file = new byte[packet.size()];
    packet.data().get(file);
    return new EncodedImage(file, encoding, time);
  }

  @Override
  public RgbImage pixels() throws UnreadableFrameException {
    try {
      return DECODER.decode(file);
    } catch (ImageException e) {
      throw new UnreadableFrameException("the frame at " + time, e);
    }
  }

  @Override
  public Optional<Encoded> encoded() {
    return Optional.of(new Encoded(encoding, file));
  }
}
