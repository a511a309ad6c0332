package io.paastreams.image;

import io.paastreams.image.ImageException.Reason;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Samples of a JPEG file to RGB.
 *
 * <p>The JDK delivers the samples as stored and the conversion happens here: its own would follow
 * an embedded ICC profile, which the reference loader ignores, and guesses the color space
 * differently (see {@link JpegHeader}). The result equals libjpeg's, bit for bit: integer inverse
 * DCT, smooth chroma upsampling, the same rounded conversion.
 */
final class JpegPixels {

  private static final JdkReader READER = JdkReader.of(ImageFormat.JPEG);

  /**
   * Cheap cameras leave a few bytes before a marker and every viewer shows their pictures; more of
   * them means that the decoder lost its way.
   */
  private static final int TOLERATED_EXTRANEOUS_BYTES = 16;

  private static final Pattern EXTRANEOUS = Pattern.compile(".*: (\\d+) extraneous bytes .*");

  /** T.871 conversion in 16-bit fixed point, by sample value. */
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

  /** Decodes a file whose size has been checked, without turning it upright. */
  static RgbImage decode(byte[] file, JpegHeader header) throws ImageException {
    header.checkComplete(file);
    byte[] samples = samples(file, header);
    return switch (header.color()) {
      case GRAY -> new RgbImage(header.size(), Channels.grayToRgb(ByteBuffer.wrap(samples)));
      case RGB -> new RgbImage(header.size(), samples);
      case YCBCR -> {
        toRgb(samples);
        yield new RgbImage(header.size(), samples);
      }
    };
  }

  private static byte[] samples(byte[] file, JpegHeader header) throws ImageException {
    Fault fault = new Fault();
    Raster raster =
        READER.read(
            file,
            reader -> {
              reader.addIIOReadWarningListener((source, warning) -> fault.note(warning));
              return reader.readRaster(0, null);
            });
    if (fault.message != null) {
      throw new ImageException(Reason.CORRUPT, "the JPEG data is damaged: " + fault.message);
    }
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    int channels = header.color() == JpegHeader.Color.GRAY ? 1 : 3;
    if (samples.length != channels * header.size().area()) {
      throw new ImageException(
          Reason.CORRUPT, "the JPEG decoder made another size than the header's " + header.size());
    }
    return samples;
  }

  /** The decoder's first serious warning. */
  private static final class Fault {
    @Nullable String message;

    void note(String warning) {
      if (message == null && isSerious(warning)) {
        message = warning;
      }
    }
  }

  private static boolean isSerious(String warning) {
    if (!warning.startsWith("Corrupt JPEG data") && !warning.contains("Truncated")) {
      return false;
    }
    Matcher extraneous = EXTRANEOUS.matcher(warning);
    return !extraneous.matches()
        || Long.parseLong(extraneous.group(1)) > TOLERATED_EXTRANEOUS_BYTES;
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
