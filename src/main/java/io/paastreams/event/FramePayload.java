package io.paastreams.event;

import io.paastreams.geometry.Size;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a frame event carries its picture. Byte arrays are not copied, and compared by content. */
public sealed interface FramePayload {

  /** A JPEG or PNG file. */
  record Encoded(Encoding encoding, byte[] bytes) implements FramePayload {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Encoded that
          && encoding == that.encoding
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * encoding.hashCode() + Arrays.hashCode(bytes);
    }
  }

  /** Uncompressed rows from the top, without padding. */
  record Raw(PixelFormat format, Size size, byte[] bytes) implements FramePayload {

    public Raw {
      long needed = size.area() * format.bytesPerPixel();
      if (bytes.length != needed) {
        throw new IllegalArgumentException(
            "%s pixels of %s take %d bytes, not %d".formatted(format, size, needed, bytes.length));
      }
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Raw that
          && format == that.format
          && size.equals(that.size)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * Objects.hash(format, size) + Arrays.hashCode(bytes);
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
