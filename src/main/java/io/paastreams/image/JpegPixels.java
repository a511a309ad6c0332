package io.paastreams.image;

import io.paastreams.image.ImageException.Reason;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts the samples of a JPEG file to RGB.
 *
 * <p>The JDK delivers the samples as stored, and the conversion happens here: the JDK's own would
 * follow an embedded ICC profile, which the reference loader ignores, and would guess the color
 * space differently (see {@link JpegHeader}). The result equals libjpeg's, bit for bit: integer
 * inverse DCT, smooth chroma upsampling, the same rounded conversion.
 */
final class JpegPixels {

  private static final JdkReader READER = JdkReader.of(ImageFormat.JPEG);

  /**
   * Cheap cameras leave a few bytes before a marker, and every viewer shows their images; more
   * bytes, unless they are padding, mean that the decoder lost its way.
   */
  private static final int TOLERATED_EXTRANEOUS_BYTES = 16;

  private static final Pattern EXTRANEOUS =
      Pattern.compile(".*: (\\d+) extraneous bytes before marker 0x([0-9a-f]{2}).*");

  /** What libjpeg says about data that the end marker cuts off, within and between restarts. */
  private static final Pattern CUT_OFF =
      Pattern.compile(".*(premature end|marker 0xd9 instead of RST).*");

  /** The T.871 conversion in 16-bit fixed point, indexed by sample value. */
  private static final int[] RED_OF_CR = new int[256];

  private static final int[] BLUE_OF_CB = new int[256];
  private static final int[] GREEN_OF_CR = new int[256];
  private static final int[] GREEN_OF_CB = new int[256];

  static {
    int half = 1 << 15;
    for (int i = 0; i < 256; i++) {
      int chroma = i - 128;
      RED_OF_CR[i] = (fixed(1.402) * chroma + half) >> 16;
      BLUE_OF_CB[i] = (fixed(1.772) * chroma + half) >> 16;
      GREEN_OF_CR[i] = -fixed(0.71414) * chroma;
      GREEN_OF_CB[i] = -fixed(0.34414) * chroma + half;
    }
  }

  private JpegPixels() {}

  private static int fixed(double value) {
    return (int) (value * (1 << 16) + 0.5);
  }

  /** Decodes a file whose size has been checked, without rotating it upright. */
  static RgbImage decode(byte[] file, JpegHeader header) throws ImageException {
    byte[] samples = samples(JpegScans.follow(file, header), header);
    return switch (header.color()) {
      case GRAY -> new RgbImage(header.size(), Channels.grayToRgb(ByteBuffer.wrap(samples)));
      case RGB -> new RgbImage(header.size(), samples);
      case YCBCR -> {
        toRgb(samples);
        yield new RgbImage(header.size(), samples);
      }
    };
  }

  private static byte[] samples(JpegScans scans, JpegHeader header) throws ImageException {
    byte[] file = scans.closed();
    Fault fault = new Fault(file, header.scanOffset());
    Raster raster =
        READER.read(
            file,
            reader -> {
              reader.addIIOReadWarningListener((source, warning) -> fault.note(warning));
              return reader.readRaster(0, null);
            });
    if (fault.message != null) {
      if (!scans.endMarked() && CUT_OFF.matcher(fault.message).matches()) {
        throw new ImageException(Reason.TRUNCATED, "the JPEG file is cut off within its last scan");
      }
      throw new ImageException(Reason.CORRUPT, "the JPEG data is damaged: " + fault.message);
    }
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    int channels = header.color() == JpegHeader.Color.GRAY ? 1 : 3;
    if (samples.length != channels * header.size().area()) {
      throw new ImageException(
          Reason.CORRUPT,
          "the JPEG decoder produced a different size from the header's " + header.size());
    }
    return samples;
  }

  /** The decoder's first serious warning. */
  private static final class Fault {
    private final byte[] file;

    /** How far the file has been searched; warnings come in the file's order. */
    private int searched;

    @Nullable String message;

    Fault(byte[] file, int scanOffset) {
      this.file = file;
      this.searched = scanOffset;
    }

    void note(String warning) {
      if (message == null && isSerious(warning)) {
        message = warning;
      }
    }

    private boolean isSerious(String warning) {
      if (!warning.startsWith("Corrupt JPEG data") && !warning.contains("Truncated")) {
        return false;
      }
      Matcher extraneous = EXTRANEOUS.matcher(warning);
      return !extraneous.matches()
          || Long.parseLong(extraneous.group(1)) > TOLERATED_EXTRANEOUS_BYTES
              && !arePadding(
                  Integer.parseInt(extraneous.group(1)), Integer.parseInt(extraneous.group(2), 16));
    }

    /**
     * Whether the bytes before one of these markers are all zeros or ones, as encoders pad a buffer
     * of fixed size. Coded data that a lost decoder leaves over vary.
     */
    private boolean arePadding(int count, int marker) {
      for (int at = searched; at + 1 < file.length; at++) {
        if (file[at] == (byte) 0xFF && (file[at + 1] & 0xFF) == marker) {
          int from = at;
          while (from > searched && at - from < count && isFill(file[from - 1])) {
            from--;
          }
          if (at - from == count) {
            searched = at + 2;
            return true;
          }
        }
      }
      return false;
    }

    private static boolean isFill(byte value) {
      return value == 0 || value == (byte) 0xFF;
    }
  }

  private static void toRgb(byte[] samples) {
    for (int i = 0; i < samples.length; i += 3) {
      int y = samples[i] & 0xFF;
      int cb = samples[i + 1] & 0xFF;
      int cr = samples[i + 2] & 0xFF;
      samples[i] = clamp(y + RED_OF_CR[cr]);
      samples[i + 1] = clamp(y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> 16));
      samples[i + 2] = clamp(y + BLUE_OF_CB[cb]);
    }
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
