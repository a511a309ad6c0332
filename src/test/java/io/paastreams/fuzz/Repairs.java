package io.paastreams.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Writes the checksums that belong to changed files, as a forger would. */
final class Repairs {

  private static final int END_RECORD = 0x06054b50;
  private static final int DIRECTORY_ENTRY = 0x02014b50;

  private Repairs() {}

  static byte[] none(byte[] file) {
    return file;
  }

  /** The checksum of every PNG chunk that lies within the file. */
  static byte[] png(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file);
    int at = 8;
    while (at + 12 <= file.length) {
      int length = buffer.getInt(at);
      if (length < 0 || length > file.length - 12 - at) {
        break;
      }
      buffer.putInt(at + 8 + length, crc(file, at + 4, length + 4));
      at += 12 + length;
    }
    return file;
  }

  /** The checksum of every stored entry of a zip, where its central directory can be followed. */
  static byte[] zip(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int end = file.length - 22; end >= 0; end--) {
      if (buffer.getInt(end) == END_RECORD) {
        long at = Integer.toUnsignedLong(buffer.getInt(end + 16));
        while (at + 46 <= end && buffer.getInt((int) at) == DIRECTORY_ENTRY) {
          at += entry(file, buffer, (int) at);
        }
        break;
      }
    }
    return file;
  }

  /** Repairs one entry and returns the length of its record in the directory. */
  private static int entry(byte[] file, ByteBuffer buffer, int at) {
    long size = Integer.toUnsignedLong(buffer.getInt(at + 20));
    long local = Integer.toUnsignedLong(buffer.getInt(at + 42));
    if (local + 30 <= file.length) {
      int names =
          (buffer.getShort((int) local + 26) & 0xffff)
              + (buffer.getShort((int) local + 28) & 0xffff);
      long data = local + 30 + names;
      if (data + size <= file.length) {
        buffer.putInt(at + 16, crc(file, (int) data, (int) size));
      }
    }
    return 46
        + (buffer.getShort(at + 28) & 0xffff)
        + (buffer.getShort(at + 30) & 0xffff)
        + (buffer.getShort(at + 32) & 0xffff);
  }

  private static int crc(byte[] file, int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(file, from, length);
    return (int) crc.getValue();
  }
}
