package io.paastreams.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** A little-endian NumPy element type: kind (b, i, u or f) and size in bytes. */
record NumpyType(char kind, int bytes) {

  private static final Set<String> KNOWN =
      Set.of("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8");

  /** Whether values of a type are read; objects, strings and dates are not. */
  static boolean isKnown(String name) {
    return KNOWN.contains(name);
  }

  /** The type with a known name such as {@code f8}. */
  static NumpyType of(String name) {
    if (!isKnown(name)) {
      throw Refusal.unsupported("contains a NumPy value of the type '" + name + "'");
    }
    return new NumpyType(name.charAt(0), name.charAt(1) - '0');
  }

  /** The element that starts at a byte: a Boolean, Long or Double. */
  Object get(byte[] data, int at) {
    ByteBuffer from = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    if (kind == 'f') {
      return bytes == 8 ? from.getDouble(at) : (double) from.getFloat(at);
    }
    long signed =
        switch (bytes) {
          case 1 -> from.get(at);
          case 2 -> from.getShort(at);
          case 4 -> from.getInt(at);
          default -> from.getLong(at);
        };
    if (kind == 'b') {
      return signed != 0;
    }
    return kind == 'u' && bytes < 8 ? signed & (1L << 8 * bytes) - 1 : signed;
  }
}
