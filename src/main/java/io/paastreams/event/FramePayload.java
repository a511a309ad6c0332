package io.paastreams.event;

import io.paastreams.geometry.Size;
import java.util.regex.Pattern;

/** How a frame event carries its picture. Byte arrays are not copied. */
public sealed interface FramePayload {

  /** A JPEG or PNG file. */
  record Encoded(Encoding encoding, byte[] bytes) implements FramePayload {}

  /** Uncompressed rows from the top, without padding. */
  record Raw(PixelFormat format, Size size, byte[] bytes) implements FramePayload {

    public Raw {
      long needed = size.area() * format.bytesPerPixel();
      if (bytes.length != needed) {
        throw new IllegalArgumentException(
            "%s pixels of %s take %d bytes, not %d".formatted(format, size, needed, bytes.length));
      }
    }
  }

  /**
   * A picture kept elsewhere (claim check).
   *
   * @param uri where its bytes are
   * @param sizeBytes their number
   * @param sha256 lower-case hexadecimal hash of them
   * @param contentType image/jpeg or image/png
   */
  record ClaimCheck(String uri, long sizeBytes, String sha256, String contentType)
      implements FramePayload {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ClaimCheck {
      if (sizeBytes < 0) {
        throw new IllegalArgumentException("a claim check's size must not be " + sizeBytes);
      }
      if (!SHA256.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            "a claim check's sha256 needs 64 lower-case hexadecimal digits, not \"" + sha256 + '"');
      }
    }
  }

  /** Picture file formats. */
  enum Encoding {
    JPEG,
    PNG
  }

  /** Layouts of raw pixels, 8 bits a channel. */
  enum PixelFormat {
    RGB8(3),
    BGR8(3),
    GRAY8(1);

    private final int bytesPerPixel;

    PixelFormat(int bytesPerPixel) {
      this.bytesPerPixel = bytesPerPixel;
    }

    public int bytesPerPixel() {
      return bytesPerPixel;
    }
  }
}
