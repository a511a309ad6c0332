package io.paastreams.image;

import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException.Reason;
import io.paastreams.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file (W3C PNG, third edition).
 *
 * @param size the size as stored, before {@code orientation} is applied
 * @param essential the file reduced to the chunks that decide its samples: the reference loader
 *     ignores color profiles, gamma, transparency and text as well, and compressed text is a way to
 *     exhaust a reader's memory
 */
record PngFile(Size size, Orientation orientation, byte[] essential) {

  private static final int SIGNATURE_BYTES = 8;
  private static final int IHDR_BYTES = 13;

  /** The bytes of a chunk's length, type and checksum. */
  private static final int CHUNK_OVERHEAD = 12;

  /** The size from the header chunk alone. */
  static Size size(byte[] file) throws ImageException {
    if (file.length < SIGNATURE_BYTES + CHUNK_OVERHEAD + IHDR_BYTES) {
      throw truncated();
    }
    ByteBuffer buffer = ByteBuffer.wrap(file);
    if (buffer.getInt(SIGNATURE_BYTES) != IHDR_BYTES
        || !type(file, SIGNATURE_BYTES).equals("IHDR")) {
      throw new ImageException(Reason.CORRUPT, "the PNG file does not start with its header chunk");
    }
    int width = buffer.getInt(SIGNATURE_BYTES + 8);
    int height = buffer.getInt(SIGNATURE_BYTES + 12);
    if (width < 1 || height < 1) {
      throw new ImageException(
          Reason.CORRUPT, "the PNG image has the size " + width + "x" + height);
    }
    return new Size(width, height);
  }

  /** Follows the chunks to the last, checking each one's length and checksum. */
  static PngFile parse(byte[] file) throws ImageException {
    Size size = size(file);
    Orientation orientation = Orientation.UPRIGHT;
    ByteBuffer buffer = ByteBuffer.wrap(file);
    ByteArrayOutputStream essential = new ByteArrayOutputStream(file.length);
    essential.write(file, 0, SIGNATURE_BYTES);
    int at = SIGNATURE_BYTES;
    while (true) {
      if (at > file.length - CHUNK_OVERHEAD) {
        throw truncated();
      }
      int length = buffer.getInt(at);
      if (length < 0) {
        throw new ImageException(Reason.CORRUPT, "a PNG chunk has the length " + length);
      }
      if (length > file.length - CHUNK_OVERHEAD - at) {
        throw truncated();
      }
      String type = type(file, at);
      checkSum(file, at, length, type, buffer.getInt(at + 8 + length));
      switch (type) {
        case "IHDR", "PLTE", "IDAT" -> essential.write(file, at, length + CHUNK_OVERHEAD);
        case "eXIf" -> orientation = Exif.orientation(file, at + 8, length);
        case "IEND" -> {
          essential.write(file, at, length + CHUNK_OVERHEAD);
          return new PngFile(size, orientation, essential.toByteArray());
        }
        default -> {}
      }
      at += length + CHUNK_OVERHEAD;
    }
  }

  /** The four letters of the chunk at {@code at}. */
  private static String type(byte[] file, int at) {
    return new String(file, at + 4, 4, StandardCharsets.US_ASCII);
  }

  private static void checkSum(byte[] file, int at, int length, String type, int expected)
      throws ImageException {
    CRC32 sum = new CRC32();
    sum.update(file, at + 4, length + 4);
    if ((int) sum.getValue() != expected) {
      throw new ImageException(
          Reason.CORRUPT, "the PNG chunk '" + Printable.line(type, 4) + "' has a wrong checksum");
    }
  }

  private static ImageException truncated() {
    return new ImageException(Reason.TRUNCATED, "the PNG file ends before its end chunk");
  }
}
