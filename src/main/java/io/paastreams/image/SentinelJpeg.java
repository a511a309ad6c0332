package io.paastreams.image;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG file in which leftover data is noticed while rows are read.
 *
 * <p>A damaged scan that still decodes often uses too few bytes, so that the damage shows only in
 * the bytes left over. libjpeg reports them when it looks for the next marker, which in a file of
 * one scan comes after the last row. That is too late for a reader that asks for the number of
 * warnings there, as {@link ScaledJpeg} has to. Such a file is therefore given a restart marker
 * after its image data and one more row of blank blocks in the image's own codes, which is dropped
 * after decoding:
 *
 * <pre>
 *   headers          | scan of the image   | RSTn | blank row | EOI
 *   height + one row |                       ^ must follow the last block immediately
 * </pre>
 *
 * <p>The restart interval is set to the whole image, or is the file's own if that ends with the
 * image. Files of several scans, such as progressive ones, are read to their end before the first
 * row and are left unchanged.
 */
final class SentinelJpeg {

  private static final int SOF2 = 0xC2;
  private static final int DHT = 0xC4;
  private static final int DRI = 0xDD;
  private static final int RST0 = 0xD0;
  private static final int RST7 = 0xD7;
  private static final int BLOCK = 8;
  private static final int MOST_16_BITS = 0xFFFF;

  /** Codes of the symbol 0 in the tables of T.81, K.3, which apply to files without tables. */
  private static final Map<Integer, Code> STANDARD =
      Map.of(
          0x00, new Code(0b00, 2),
          0x01, new Code(0b00, 2),
          0x10, new Code(0b1010, 4),
          0x11, new Code(0b00, 2));

  /** A Huffman code: its low {@code length} bits. */
  private record Code(int bits, int length) {}

  private final byte[] file;
  private final JpegHeader header;

  /**
   * The codes of the symbol 0 (no difference, end of block), by table class and number as in DHT.
   */
  private final Map<Integer, Code> codes = new HashMap<>(STANDARD);

  private int frameMarker;
  private int frame;
  private int restartInterval;

  /** The number of restart markers within the scan. */
  private int restarts;

  private SentinelJpeg(byte[] file, JpegHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * The file with the blank row added; the same array if it needs none; null if the file is not of
   * a common kind that this class handles.
   *
   * @param file a file whose markers are complete
   */
  static byte @Nullable [] of(byte[] file, JpegHeader header) throws ImageException {
    return new SentinelJpeg(file, header).closed();
  }

  private byte @Nullable [] closed() throws ImageException {
    readTables();
    int components = file[frame + 5] & 0xFF;
    int scan = header.scanOffset() + 4;
    int scanHeader = JpegHeader.segmentLength(file, header.scanOffset() + 2);
    if (frameMarker == SOF2 || scanHeader == 6 + 2 && components > 1) {
      return file;
    }
    int end = endOfScan(scan - 2 + scanHeader);
    int sampling = components == 1 ? 0x11 : file[frame + 7] & 0xFF;
    if (end < 0 || scanHeader != 6 + 2 * components || !isCommon(scan, sampling, components)) {
      return null;
    }
    int perRow = blocks(header.size().width(), BLOCK * (sampling >> 4));
    int rowHeight = BLOCK * (sampling & 0xF);
    long all = (long) perRow * blocks(header.size().height(), rowHeight);
    int height = header.size().height() + rowHeight;
    int interval = restartInterval == 0 ? (int) Math.min(all, Integer.MAX_VALUE) : restartInterval;
    byte[] row =
        blankRow(scan, components, (sampling >> 4) * (sampling & 0xF), perRow, interval, all);
    if (row == null || interval > MOST_16_BITS || height > MOST_16_BITS || all % interval != 0) {
      return null;
    }
    // Whatever follows an unexpected restart marker would be taken for the blank row.
    if (restarts != all / interval - 1) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + row.length + 8);
    out.write(file, 0, frame + 1);
    write16(out, height);
    out.write(file, frame + 3, header.scanOffset() - frame - 3);
    if (restartInterval == 0) {
      write16(out, 0xFF00 | DRI);
      write16(out, 4);
      write16(out, interval);
    }
    out.write(file, header.scanOffset(), end - header.scanOffset());
    out.writeBytes(row);
    write16(out, 0xFF00 | JpegHeader.EOI);
    return out.toByteArray();
  }

  private void readTables() throws ImageException {
    int at = 2;
    while (at < header.scanOffset()) {
      at = JpegHeader.nextMarker(file, at);
      int marker = file[at - 1] & 0xFF;
      if (JpegHeader.hasNoLength(marker)) {
        continue;
      }
      if (marker == JpegHeader.SOS) {
        return;
      }
      int length = JpegHeader.segmentLength(file, at);
      if (JpegHeader.isFrame(marker)) {
        frameMarker = marker;
        frame = at + 2;
      } else if (marker == DHT) {
        readCodes(at + 2, at + length);
      } else if (marker == DRI && length == 4) {
        restartInterval = JpegHeader.u16(file, at + 2);
      }
      at += length;
    }
  }

  /** Codes are numbered by length, then in the order of their symbols (T.81, C.2). */
  private void readCodes(int from, int end) {
    int at = from;
    while (at + 17 <= end) {
      int table = file[at] & 0xFF;
      int symbol = at + 17;
      codes.remove(table);
      int code = 0;
      for (int length = 1; length <= 16; length++, code <<= 1) {
        for (int i = file[at + length] & 0xFF; i > 0 && symbol < end; i--, code++) {
          if (file[symbol++] == 0) {
            codes.put(table, new Code(code, length));
          }
        }
      }
      at = symbol;
    }
  }

  /** The offset of the end marker's 0xFF; -1 if markers other than restarts come before it. */
  private int endOfScan(int scan) throws ImageException {
    int at = scan;
    while (true) {
      at = JpegHeader.nextMarker(file, at);
      int marker = file[at - 1] & 0xFF;
      if (marker == JpegHeader.EOI) {
        return at - 2;
      }
      if (!JpegHeader.hasNoLength(marker)) {
        return -1;
      }
      restarts += marker >= RST0 && marker <= RST7 ? 1 : 0;
    }
  }

  /**
   * Whether the scan is 4:4:4, 4:2:2 or 4:2:0 with its components in order: at reduced size, pixels
   * of such files do not depend on the row of blocks below theirs.
   */
  private boolean isCommon(int scan, int sampling, int components) {
    boolean common = sampling == 0x11 || sampling == 0x21 || sampling == 0x22;
    for (int i = 0; i < components; i++) {
      common &= file[scan + 1 + 2 * i] == file[frame + 6 + 3 * i];
      common &= i == 0 || file[frame + 7 + 3 * i] == 0x11;
    }
    return common;
  }

  private byte @Nullable [] blankRow(
      int scan, int components, int lumaBlocks, int perRow, int interval, long before) {
    BitWriter bits = new BitWriter();
    for (int mcu = 0; mcu < perRow; mcu++) {
      if (mcu % interval == 0) {
        bits.restart((int) ((before + mcu) / interval - 1 & 7));
      }
      for (int i = 0; i < components; i++) {
        int tables = file[scan + 2 + 2 * i] & 0xFF;
        Code difference = codes.get(tables >> 4);
        Code endOfBlock = codes.get(0x10 | tables & 0xF);
        if (difference == null || endOfBlock == null) {
          return null;
        }
        for (int block = i == 0 ? lumaBlocks : 1; block > 0; block--) {
          bits.write(difference);
          bits.write(endOfBlock);
        }
      }
    }
    return bits.toByteArray();
  }

  private static int blocks(int side, int unit) {
    return (side + unit - 1) / unit;
  }

  private static void write16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }

  /** Writes entropy-coded bits. */
  private static final class BitWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pending;
    private int length;

    void write(Code code) {
      pending = pending << code.length | code.bits;
      length += code.length;
      while (length >= 8) {
        length -= 8;
        int value = pending >> length & 0xFF;
        out.write(value);
        if (value == 0xFF) {
          out.write(0);
        }
      }
    }

    void restart(int number) {
      pad();
      out.write(0xFF);
      out.write(RST0 + number);
    }

    private void pad() {
      if (length > 0) {
        write(new Code((1 << 8 - length) - 1, 8 - length));
      }
    }

    byte[] toByteArray() {
      pad();
      return out.toByteArray();
    }
  }
}
