package io.paastreams.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A frame as it travels to browsers: image and boxes in one message, so that they cannot drift
 * apart. It is created once and shared by all viewers.
 *
 * <p>The format is: the length of the header in four bytes, big-endian; the header in JSON; the
 * image file, which is empty if images are not sent to browsers.
 *
 * <p>Threading: immutable; each viewer sends a {@link #message} of its own position.
 */
final class LiveFrame {

  private final Sighting sighting;
  private final ByteBuffer message;

  LiveFrame(Sighting sighting, ByteBuffer image) {
    this.sighting = sighting;
    byte[] header = Json.text(Header.of(sighting)).getBytes(StandardCharsets.UTF_8);
    this.message =
        ByteBuffer.allocate(Integer.BYTES + header.length + image.remaining())
            .putInt(header.length)
            .put(header)
            .put(image.duplicate())
            .flip()
            .asReadOnlyBuffer();
  }

  /** The boxes alone, for the case that images are not sent to browsers. */
  static LiveFrame withoutImage(Sighting sighting) {
    return new LiveFrame(sighting, ByteBuffer.allocate(0));
  }

  Sighting sighting() {
    return sighting;
  }

  String camera() {
    return sighting.camera();
  }

  ByteBuffer message() {
    return message.duplicate();
  }

  /**
   * What a browser needs for drawing.
   *
   * @param capture milliseconds since the epoch
   * @param detected milliseconds since the epoch
   */
  record Header(
      String camera,
      String frame,
      int width,
      int height,
      double capture,
      double detected,
      String model,
      int partition,
      long offset,
      List<SeenBox> boxes) {

    static Header of(Sighting sighting) {
      return new Header(
          sighting.camera(),
          sighting.frameId(),
          sighting.frameSize().width(),
          sighting.frameSize().height(),
          Json.millis(sighting.captureTime()),
          Json.millis(sighting.detectionTime()),
          sighting.model(),
          sighting.source().partition(),
          sighting.source().offset(),
          sighting.boxes());
    }
  }
}
