package io.paastreams.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes inputs from others with a few changes each, of the kinds that reveal faults in readers.
 *
 * <p>Threading: confined to one thread.
 */
final class Mutator {

  /** Lengths, counts and offsets at which arithmetic goes wrong. */
  private static final long[] EXTREMES = {
    0,
    1,
    2,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7fff,
    0x8000,
    0xffff,
    0x1_0000,
    0x7fff_ffff,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    Integer.MIN_VALUE
  };

  private static final List<byte[]> NUMBERS =
      texts(
          "0",
          "-0",
          "-1",
          "1e400",
          "1e-400",
          "NaN",
          "2147483648",
          "-2147483649",
          "4294967296",
          "9223372036854775807",
          "99999999999999999999",
          "0.1",
          "1E9",
          "0x10",
          "null",
          "true");

  private final SplittableRandom random;
  private final List<byte[]> words;
  private final int mostBytes;

  /**
   * @param words pieces of the format
   * @param mostBytes longer inputs are cut
   */
  Mutator(SplittableRandom random, List<byte[]> words, int mostBytes) {
    this.random = random;
    this.words = words;
    this.mostBytes = mostBytes;
  }

  static List<byte[]> texts(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** One to six changes. */
  byte[] mutate(byte[] input, byte[] other) {
    byte[] bytes = input.clone();
    int changes = 1 + random.nextInt(1 + random.nextInt(6));
    for (int i = 0; i < changes; i++) {
      bytes = change(bytes, other);
    }
    return bytes.length <= mostBytes ? bytes : Arrays.copyOf(bytes, mostBytes);
  }

  private byte[] change(byte[] bytes, byte[] other) {
    if (bytes.length == 0) {
      return chunk(other);
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(13)) {
      case 0, 1 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 2 -> {
        bytes[at] = (byte) random.nextInt(256);
        yield bytes;
      }
      case 3, 4 -> over(bytes, at, extreme(bytes.length, at));
      case 5 -> varint(bytes, at);
      case 6 -> Arrays.copyOf(bytes, at);
      case 7 -> splice(bytes, at, 0, chunk(other));
      case 8 -> splice(bytes, at, random.nextInt(Math.min(64, bytes.length - at) + 1), new byte[0]);
      case 9 -> repeat(bytes, at);
      case 10 -> words.isEmpty() ? over(bytes, at, chunk(other)) : word(bytes, at);
      case 11 -> number(bytes, at);
      default -> over(bytes, at, chunk(other));
    };
  }

  /** An extreme number, or one about the length of the input, in 1, 2, 4 or 8 bytes. */
  private byte[] extreme(int length, int at) {
    long value =
        switch (random.nextInt(4)) {
          case 0 -> length - at + random.nextInt(-3, 4);
          case 1 -> length + random.nextInt(-3, 4);
          default -> EXTREMES[random.nextInt(EXTREMES.length)];
        };
    int width = 1 << random.nextInt(4);
    ByteBuffer field =
        ByteBuffer.allocate(8)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
            .putLong(value);
    boolean big = field.order() == ByteOrder.BIG_ENDIAN;
    return big
        ? Arrays.copyOfRange(field.array(), 8 - width, 8)
        : Arrays.copyOf(field.array(), width);
  }

  /** A number as Avro writes it: zigzag, 7 bits per byte. */
  private byte[] varint(byte[] bytes, int at) {
    long value = EXTREMES[random.nextInt(EXTREMES.length)];
    long zigzag = value << 1 ^ value >> 63;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while ((zigzag & ~0x7fL) != 0) {
      out.write((int) (zigzag & 0x7f | 0x80));
      zigzag >>>= 7;
    }
    out.write((int) zigzag);
    return random.nextBoolean()
        ? over(bytes, at, out.toByteArray())
        : splice(bytes, at, 1, out.toByteArray());
  }

  private byte[] word(byte[] bytes, int at) {
    byte[] word = words.get(random.nextInt(words.size()));
    return random.nextBoolean() ? splice(bytes, at, 0, word) : over(bytes, at, word);
  }

  /** Replaces a written number. */
  private byte[] number(byte[] bytes, int from) {
    for (int at = from; at < bytes.length; at++) {
      if (bytes[at] >= '0' && bytes[at] <= '9') {
        int end = at;
        while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
          end++;
        }
        return splice(bytes, at, end - at, NUMBERS.get(random.nextInt(NUMBERS.size())));
      }
    }
    return bytes;
  }

  /** Copies a piece once or, occasionally, often. */
  private byte[] repeat(byte[] bytes, int at) {
    int length = Math.min(1 + random.nextInt(64), bytes.length - at);
    byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
    int times = random.nextInt(20) == 0 ? 1 + random.nextInt(200) : 1;
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      pieces.writeBytes(piece);
    }
    return splice(bytes, at, 0, pieces.toByteArray());
  }

  private byte[] chunk(byte[] other) {
    if (other.length == 0) {
      return new byte[] {0};
    }
    int from = random.nextInt(other.length);
    return Arrays.copyOfRange(
        other, from, from + 1 + random.nextInt(Math.min(64, other.length - from)));
  }

  private static byte[] over(byte[] bytes, int at, byte[] piece) {
    System.arraycopy(piece, 0, bytes, at, Math.min(piece.length, bytes.length - at));
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int at, int removed, byte[] piece) {
    byte[] joined = new byte[bytes.length - removed + piece.length];
    System.arraycopy(bytes, 0, joined, 0, at);
    System.arraycopy(piece, 0, joined, at, piece.length);
    System.arraycopy(bytes, at + removed, joined, at + piece.length, bytes.length - at - removed);
    return joined;
  }
}
