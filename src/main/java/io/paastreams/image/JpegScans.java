package io.paastreams.image;

import io.paastreams.image.ImageException.Reason;
import java.util.Arrays;

/**
 * Finds where the coded data of a JPEG file end.
 *
 * <p>Many cameras write more than T.81 requires after the last scan (comments, further segments,
 * another image) or omit the end marker. None of that belongs to the image, so decoders are given a
 * file that ends with its last scan. They fill what is missing from that scan with gray and warn.
 * They do not notice scans that are missing altogether, so a file without an end marker must be
 * checked to have all of them.
 */
final class JpegScans {

  private static final int SOF2 = 0xC2;
  private static final int SOI = 0xD8;
  private static final int COEFFICIENTS = 64;
  private static final int NEVER_CODED = -1;

  /** Encoders write about ten scans; each costs a pass over the whole image. */
  private static final int MOST_SCANS = 500;

  private final byte[] file;
  private final JpegHeader header;

  /** The offset after the last scan's data. */
  private int end;

  private boolean endMarked;

  private JpegScans(byte[] file, JpegHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Follows all scans to the end.
   *
   * @throws ImageException if a part of the image is missing or there are too many scans
   */
  static JpegScans follow(byte[] file, JpegHeader header) throws ImageException {
    JpegScans scans = new JpegScans(file, header);
    scans.follow();
    return scans;
  }

  /** Whether the file has an end marker. */
  boolean endMarked() {
    return endMarked;
  }

  /** The file with an end marker right after its last scan; the same array if it already is so. */
  byte[] closed() {
    if (endMarked && end + 2 <= file.length && file[end + 1] == (byte) JpegHeader.EOI) {
      return file;
    }
    byte[] closed = Arrays.copyOf(file, end + 2);
    closed[end] = (byte) 0xFF;
    closed[end + 1] = (byte) JpegHeader.EOI;
    return closed;
  }

  private void follow() throws ImageException {
    int at = header.scanOffset();
    int scans = 0;
    while (true) {
      int next = markerFrom(at);
      if (next < 0) {
        endWithoutMarker(scans);
        return;
      }
      int marker = file[next - 1] & 0xFF;
      if (marker == JpegHeader.EOI) {
        endMarked = true;
        return;
      }
      if (marker == SOI) {
        endWithoutMarker(scans);
        return;
      }
      at = next;
      if (!JpegHeader.hasNoLength(marker)) {
        int length = lengthAt(at);
        if (length < 0) {
          endWithoutMarker(marker == JpegHeader.SOS ? 0 : scans);
          return;
        }
        at += length;
        if (marker == JpegHeader.SOS) {
          end = endOfData(at);
          at = end;
          if (++scans > MOST_SCANS) {
            throw new ImageException(
                Reason.CORRUPT, "the JPEG file has more than " + MOST_SCANS + " scans");
          }
        }
      }
    }
  }

  /** The offset after the next marker; -1 if there is none. */
  private int markerFrom(int from) {
    try {
      return JpegHeader.nextMarker(file, from);
    } catch (ImageException e) {
      return -1;
    }
  }

  /** The length of a segment; -1 if the file ends within it. */
  private int lengthAt(int at) throws ImageException {
    try {
      return JpegHeader.segmentLength(file, at);
    } catch (ImageException e) {
      if (e.reason() == Reason.TRUNCATED) {
        return -1;
      }
      throw e;
    }
  }

  /**
   * The offset of the 0xFF of the next marker that is not a restart; the file's end if there is
   * none.
   */
  private int endOfData(int from) {
    for (int at = from; at + 1 < file.length; at++) {
      if (file[at] == (byte) 0xFF && file[at + 1] != (byte) 0xFF) {
        int marker = file[at + 1] & 0xFF;
        if (marker == SOI || !JpegHeader.hasNoLength(marker)) {
          return at;
        }
      }
    }
    int at = file.length;
    while (at > from && file[at - 1] == (byte) 0xFF) {
      at--;
    }
    return at;
  }

  private void endWithoutMarker(int scans) throws ImageException {
    if (scans == 0 || !allIsCoded()) {
      throw new ImageException(
          Reason.TRUNCATED, "the JPEG file ends before its end marker, and scans are missing");
    }
  }

  /** Whether the scans cover every bit of every coefficient. */
  private boolean allIsCoded() throws ImageException {
    int[][] lowestBit = new int[0][];
    boolean progressive = false;
    int frame = 0;
    int at = 2;
    while (at < end) {
      at = JpegHeader.nextMarker(file, at);
      int marker = file[at - 1] & 0xFF;
      if (JpegHeader.hasNoLength(marker)) {
        continue;
      }
      if (at >= end) {
        break;
      }
      int length = JpegHeader.segmentLength(file, at);
      // The first one has been checked; a second would be refused by the decoder.
      if (JpegHeader.isFrame(marker) && frame == 0) {
        frame = at + 2;
        progressive = marker == SOF2;
        lowestBit = new int[file[frame + 5] & 0xFF][COEFFICIENTS];
        for (int[] bits : lowestBit) {
          Arrays.fill(bits, NEVER_CODED);
        }
      }
      if (marker == JpegHeader.SOS) {
        note(at + 2, length - 2, frame, progressive, lowestBit);
        at = endOfData(at + length);
      } else {
        at += length;
      }
    }
    return Arrays.stream(lowestBit).flatMapToInt(Arrays::stream).allMatch(bit -> bit == 0);
  }

  private void note(int scan, int length, int frame, boolean progressive, int[][] lowestBit) {
    int components = length > 0 ? file[scan] & 0xFF : 0;
    if (length < 4 + 2 * components) {
      return;
    }
    int parameters = scan + 1 + 2 * components;
    int first = progressive ? file[parameters] & 0xFF : 0;
    int last = progressive ? file[parameters + 1] & 0xFF : COEFFICIENTS - 1;
    int bit = progressive ? file[parameters + 2] & 0xF : 0;
    for (int i = 0; i < components; i++) {
      for (int component = 0; component < lowestBit.length; component++) {
        if (file[frame + 6 + 3 * component] == file[scan + 1 + 2 * i]) {
          Arrays.fill(
              lowestBit[component],
              Math.min(first, COEFFICIENTS),
              Math.max(Math.min(first, COEFFICIENTS), Math.min(last + 1, COEFFICIENTS)),
              bit);
        }
      }
    }
  }
}
