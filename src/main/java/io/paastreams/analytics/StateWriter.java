package io.paastreams.analytics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state, compactly: whole numbers in as few bytes as they need, times as differences from
 * a reference time, floating-point numbers bit by bit.
 *
 * <p>Threading: one thread.
 */
final class StateWriter {

  private byte[] bytes = new byte[1 << 12];
  private int size;
  private long epoch;

  /** Sets the reference time for the times that follow. */
  void epoch(long micros) {
    fixed(micros);
    epoch = micros;
  }

  void time(long micros) {
    number(micros - epoch);
  }

  /** Writes a number so that small ones of either sign take few bytes. */
  void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      octet((int) rest | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  void octet(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
  }

  void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  void fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      octet((int) (value >>> shift));
    }
  }

  void real(double value) {
    fixed(Double.doubleToRawLongBits(value));
  }

  void real(float value) {
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 24; shift >= 0; shift -= 8) {
      octet(bits >>> shift);
    }
  }

  void id(UUID id) {
    fixed(id.getMostSignificantBits());
    fixed(id.getLeastSignificantBits());
  }

  void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] value) {
    number(value.length);
    if (bytes.length - size < value.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + value.length));
    }
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  <T> void optional(@Nullable T value, Consumer<T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(value);
    }
  }

  <T> void each(Collection<T> values, Consumer<T> write) {
    number(values.size());
    values.forEach(write);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
