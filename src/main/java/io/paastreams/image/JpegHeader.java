package io.paastreams.image;

import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the markers of a JPEG file say (ITU-T T.81, annex B).
 *
 * @param size the size as stored, before {@code orientation} is applied
 * @param color how the samples are to be read
 * @param scanOffset the offset of the first scan's marker
 */
record JpegHeader(Size size, Color color, Orientation orientation, int scanOffset) {

  /** The meaning of a pixel's samples. */
  enum Color {
    GRAY,
    RGB,
    YCBCR
  }

  static final int EOI = 0xD9;
  static final int SOS = 0xDA;

  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int NO_ADOBE = -1;

  /** Reads the markers up to the first scan. */
  static JpegHeader parse(byte[] file) throws ImageException {
    Orientation orientation = Orientation.UPRIGHT;
    boolean jfif = false;
    int adobeTransform = NO_ADOBE;
    int frame = -1;
    int at = 2;
    while (true) {
      at = nextMarker(file, at);
      int marker = file[at - 1] & 0xFF;
      if (hasNoLength(marker)) {
        continue;
      }
      if (marker == EOI) {
        throw new ImageException(Reason.CORRUPT, "the JPEG file ends before any image data");
      }
      int length = segmentLength(file, at);
      int content = at + 2;
      int contentLength = length - 2;
      if (marker == SOS) {
        break;
      } else if (marker == APP0) {
        jfif |= starts(file, content, contentLength, JFIF);
      } else if (marker == APP1 && starts(file, content, contentLength, EXIF)) {
        orientation = Exif.orientation(file, content + EXIF.length, contentLength - EXIF.length);
      } else if (marker == APP14 && starts(file, content, contentLength, ADOBE)) {
        adobeTransform = contentLength >= 12 ? file[content + 11] & 0xFF : 0;
      } else if (isFrame(marker)) {
        checkFrame(file, marker, content, contentLength, frame);
        frame = content;
      }
      at += length;
    }
    if (frame < 0) {
      throw new ImageException(Reason.CORRUPT, "the JPEG file has a scan but no frame header");
    }
    return new JpegHeader(
        new Size(u16(file, frame + 3), u16(file, frame + 1)),
        color(file, frame, jfif, adobeTransform),
        orientation,
        at - 2);
  }

  /** The offset after the next marker, skipping everything before it. */
  static int nextMarker(byte[] file, int from) throws ImageException {
    int at = from;
    while (at < file.length && file[at] != (byte) 0xFF) {
      at++;
    }
    while (at < file.length && file[at] == (byte) 0xFF) {
      at++;
    }
    if (at >= file.length) {
      throw truncated();
    }
    return at + 1;
  }

  static int segmentLength(byte[] file, int at) throws ImageException {
    if (at + 2 > file.length) {
      throw truncated();
    }
    int length = u16(file, at);
    if (length < 2) {
      throw new ImageException(Reason.CORRUPT, "a JPEG segment has the length " + length);
    }
    if (at + length > file.length) {
      throw truncated();
    }
    return length;
  }

  private static ImageException truncated() {
    return new ImageException(Reason.TRUNCATED, "the JPEG file ends before its end marker");
  }

  private static void checkFrame(
      byte[] file, int marker, int content, int contentLength, int earlier) throws ImageException {
    if (marker > 0xC2) {
      throw unsupported("lossless, hierarchical and arithmetic coding");
    }
    if (earlier >= 0) {
      throw unsupported("several frames in one file");
    }
    int components = contentLength < 6 ? 0 : file[content + 5] & 0xFF;
    if (components == 0 || contentLength != 6 + 3 * components) {
      throw new ImageException(Reason.CORRUPT, "the JPEG frame header has a wrong length");
    }
    if (file[content] != 8) {
      throw unsupported(file[content] + " bits per sample");
    }
    if (components == 4) {
      throw unsupported("CMYK and other images of four components");
    }
    if (components == 2 || components > 4) {
      throw unsupported(components + " components");
    }
    if (u16(file, content + 1) == 0) {
      throw unsupported("a height that is not in the header");
    }
    if (u16(file, content + 3) == 0) {
      throw new ImageException(Reason.CORRUPT, "the JPEG image has a width of 0");
    }
  }

  private static ImageException unsupported(String what) {
    return new ImageException(
        Reason.UNSUPPORTED,
        "JPEG with "
            + what
            + " is not supported; save it as baseline or progressive, gray or color");
  }

  /**
   * The customary rule of the IJG library, by which most programs read cameras' files without JFIF;
   * the JDK's own reader takes unmarked 4:4:4 files for RGB.
   */
  private static Color color(byte[] file, int frame, boolean jfif, int adobeTransform) {
    if (file[frame + 5] == 1) {
      return Color.GRAY;
    }
    if (jfif) {
      return Color.YCBCR;
    }
    if (adobeTransform != NO_ADOBE) {
      return adobeTransform == 0 ? Color.RGB : Color.YCBCR;
    }
    boolean namedRgb = file[frame + 6] == 'R' && file[frame + 9] == 'G' && file[frame + 12] == 'B';
    return namedRgb ? Color.RGB : Color.YCBCR;
  }

  static boolean isFrame(int marker) {
    boolean table = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
    return marker >= 0xC0 && marker <= 0xCF && !table;
  }

  /**
   * Whether a marker has no length: RST0 to RST7, SOI, TEM, and the zero that follows a data byte
   * 0xFF.
   */
  static boolean hasNoLength(int marker) {
    return marker >= 0xD0 && marker <= 0xD8 || marker <= 0x01;
  }

  private static boolean starts(byte[] file, int offset, int length, byte[] prefix) {
    return length >= prefix.length
        && Arrays.equals(file, offset, offset + prefix.length, prefix, 0, prefix.length);
  }

  static int u16(byte[] file, int at) {
    return (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
  }
}
