package io.paastreams.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the one EXIF field that matters here (TIFF 6.0 layout, EXIF 2.32). */
final class Exif {

  private static final int ORIENTATION_TAG = 0x0112;
  private static final int SHORT_TYPE = 3;
  private static final int ENTRY_BYTES = 12;

  private Exif() {}

  /**
   * The orientation in a TIFF block.
   *
   * <p>Damaged metadata is no reason to lose an image: it counts as upright, as in most readers.
   */
  static Orientation orientation(byte[] file, int offset, int length) {
    if (length < 8) {
      return Orientation.UPRIGHT;
    }
    ByteBuffer tiff = ByteBuffer.wrap(file, offset, length).slice();
    int byteOrder = tiff.getShort(0);
    if (byteOrder == 0x4949) {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    } else if (byteOrder != 0x4D4D) {
      return Orientation.UPRIGHT;
    }
    int directory = tiff.getInt(4);
    if (directory < 8 || directory > length - 2) {
      return Orientation.UPRIGHT;
    }
    int entries = Short.toUnsignedInt(tiff.getShort(directory));
    int entry = directory + 2;
    for (int i = 0; i < entries && entry <= length - ENTRY_BYTES; i++, entry += ENTRY_BYTES) {
      if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION_TAG
          && tiff.getShort(entry + 2) == SHORT_TYPE) {
        return Orientation.ofExif(Short.toUnsignedInt(tiff.getShort(entry + 8)));
      }
    }
    return Orientation.UPRIGHT;
  }
}
