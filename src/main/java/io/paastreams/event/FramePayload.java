package io.paastreams.event;

import io.paastreams.geometry.Size;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * How a frame event carries its image.
 *
 * <p>Bytes are not copied: those of a frame that was read are part of its record's value and must
 * not be changed. The buffer returned by an accessor has a position of its own. Payloads are
 * compared by content.
 */
public sealed interface FramePayload {

  /** The image as far as the event carries it; empty for a claim check. */
  ByteBuffer bytes();

  /** A JPEG or PNG file. */
  record Encoded(Encoding encoding, ByteBuffer bytes) implements FramePayload {

    public Encoded {
      bytes = bytes.slice();
    }

    public Encoded(Encoding encoding, byte[] bytes) {
      this(encoding, ByteBuffer.wrap(bytes));
    }

    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate();
    }

    /** The file as an array of exactly its length; a copy unless the bytes fill their array. */
    public byte[] toByteArray() {
      if (bytes.hasArray() && bytes.array().length == bytes.limit()) {
        return bytes.array();
      }
      byte[] copy = new byte[bytes.limit()];
      bytes.get(0, copy);
      return copy;
    }
  }

  /** Uncompressed rows from the top, without padding. */
  record Raw(PixelFormat format, Size size, ByteBuffer bytes) implements FramePayload {

    public Raw {
      bytes = bytes.slice();
      long needed = size.area() * format.bytesPerPixel();
      if (bytes.limit() != needed) {
        throw new IllegalArgumentException(
            "%s pixels of %s take %d bytes, not %d".formatted(format, size, needed, bytes.limit()));
      }
    }

    public Raw(PixelFormat format, Size size, byte[] bytes) {
      this(format, size, ByteBuffer.wrap(bytes));
    }

    @Override
    public ByteBuffer bytes() {
      return bytes.duplicate();
    }
  }

  /**
   * An image kept elsewhere (claim check).
   *
   * @param uri where its bytes are
   * @param sizeBytes the number of bytes
   * @param sha256 the lower-case hexadecimal hash of the bytes
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

    @Override
    public ByteBuffer bytes() {
      return ByteBuffer.allocate(0);
    }
  }

  /** Image file formats. */
  enum Encoding {
    JPEG,
    PNG
  }

  /** Layouts of raw pixels, 8 bits per channel. */
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
