package io.paastreams.analytics;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link StateWriter} has written. Damaged bytes either throw {@link
 * UnreadableStateException} or give values that the state's records reject.
 *
 * <p>Threading: one thread.
 */
final class StateReader {

  private final ByteBuffer bytes;
  private long epoch;

  StateReader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  void epoch() {
    epoch = fixed();
  }

  long time() {
    return epoch + number();
  }

  long number() {
    long rest = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      rest |= (long) (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return (rest >>> 1) ^ -(rest & 1);
      }
    }
    throw new UnreadableStateException("a number does not end");
  }

  int integer() {
    long number = number();
    if (number != (int) number) {
      throw new UnreadableStateException(number + " is out of range");
    }
    return (int) number;
  }

  int octet() {
    try {
      return bytes.get() & 0xff;
    } catch (BufferUnderflowException e) {
      throw new UnreadableStateException("it ends too early");
    }
  }

  boolean flag() {
    return octet() != 0;
  }

  long fixed() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | octet();
    }
    return value;
  }

  double real() {
    return Double.longBitsToDouble(fixed());
  }

  float real32() {
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = bits << 8 | octet();
    }
    return Float.intBitsToFloat(bits);
  }

  UUID id() {
    long high = fixed();
    return new UUID(high, fixed());
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    byte[] value = new byte[length()];
    bytes.get(value);
    return value;
  }

  private int length() {
    long length = number();
    if (length < 0 || length > bytes.remaining()) {
      throw new UnreadableStateException("a length of " + length + " is more than remains");
    }
    return (int) length;
  }

  <T> @Nullable T optional(Supplier<T> read) {
    return flag() ? read.get() : null;
  }

  /** Each value takes at least one byte. */
  <T> List<T> each(Supplier<T> read) {
    int count = length();
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(read.get());
    }
    return values;
  }

  <E extends Enum<E>> E constant(E[] constants) {
    int ordinal = octet();
    if (ordinal >= constants.length) {
      throw new UnreadableStateException("unknown constant " + ordinal);
    }
    return constants[ordinal];
  }

  void end() {
    if (bytes.hasRemaining()) {
      throw new UnreadableStateException(bytes.remaining() + " bytes follow its end");
    }
  }
}
