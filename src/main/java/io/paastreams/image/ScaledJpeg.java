package io.paastreams.image;

import io.paastreams.geometry.Size;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEG files at a half, a quarter or an eighth of their size within the inverse DCT, so
 * pixels that would be discarded are never computed.
 *
 * <p>The work is done by libjpeg-turbo, which comes with the Leptonica library. libjpeg fills in
 * what it cannot read and only counts warnings. After a single warning nothing is returned here and
 * the full decoder decides, so that both refuse the same files for the same reasons. The full
 * decoder also takes the files that this class does not handle: RGB files, uncommon sampling, and
 * whatever else {@link SentinelJpeg} does not handle.
 *
 * <p>Threading: safe; holds no state. Native memory lives for one call.
 */
final class ScaledJpeg {

  /** Leptonica's L_SEVERITY_NONE: problems are returned instead of printed. */
  private static final int SILENT = 6;

  /** Leptonica's colormap flag for pixels without a palette. */
  private static final int PIXELS = 0;

  private static final int NO_HINT = 0;
  private static final int COLOR_BITS = 32;

  static {
    leptonica.setMsgSeverity(SILENT);
  }

  private ScaledJpeg() {}

  /**
   * Loads the native library.
   *
   * @throws LinkageError if there is none for this platform
   */
  static void load() {}

  /**
   * The largest of 8, 4, 2 and 1 by which an image can be divided without falling below a size.
   *
   * @param atLeast the smallest allowed size, oriented like {@code stored}
   */
  static int divisor(Size stored, Size atLeast) {
    for (int divisor = 8; divisor > 1; divisor /= 2) {
      Size scaled = scaled(stored, divisor);
      if (scaled.width() >= atLeast.width() && scaled.height() >= atLeast.height()) {
        return divisor;
      }
    }
    return 1;
  }

  private static Size scaled(Size stored, int divisor) {
    return new Size(
        (stored.width() + divisor - 1) / divisor, (stored.height() + divisor - 1) / divisor);
  }

  /**
   * Decodes a file without rotating it upright.
   *
   * @param file a file whose size and end have been checked
   * @param divisor 2, 4 or 8
   * @return null if the full decoder has to look at it
   */
  static @Nullable RgbImage decode(byte[] file, JpegHeader header, int divisor)
      throws ImageException {
    if (header.color() == JpegHeader.Color.RGB) {
      return null;
    }
    byte[] closed = SentinelJpeg.of(file, header);
    if (closed == null) {
      return null;
    }
    int[] warnings = new int[1];
    PIX pix = leptonica.pixReadMemJpeg(closed, closed.length, PIXELS, divisor, warnings, NO_HINT);
    if (pix == null) {
      return null;
    }
    try {
      return warnings[0] == 0 ? rgb(pix, scaled(header.size(), divisor), header.color()) : null;
    } finally {
      leptonica.pixDestroy(pix);
    }
  }

  /** Takes the first rows; the row that {@link SentinelJpeg} added is below them. */
  private static @Nullable RgbImage rgb(PIX pix, Size size, JpegHeader.Color color) {
    int width = size.width();
    boolean gray = color == JpegHeader.Color.GRAY;
    if (leptonica.pixGetWidth(pix) != width
        || leptonica.pixGetHeight(pix) < size.height()
        || gray == (leptonica.pixGetDepth(pix) == COLOR_BITS)) {
      return null;
    }
    int wordsPerRow = leptonica.pixGetWpl(pix);
    int[] row = new int[wordsPerRow];
    byte[] pixels = new byte[Math.toIntExact(3 * size.area())];
    IntPointer words = leptonica.pixGetData(pix);
    for (int y = 0, out = 0; y < size.height(); y++, out += 3 * width) {
      words.position((long) y * wordsPerRow).get(row);
      if (gray) {
        grayRow(row, width, pixels, out);
      } else {
        colorRow(row, width, pixels, out);
      }
    }
    return new RgbImage(size, pixels);
  }

  /** Each word holds red, green and blue, starting with its most significant byte. */
  private static void colorRow(int[] row, int width, byte[] pixels, int offset) {
    for (int x = 0, out = offset; x < width; x++, out += 3) {
      int word = row[x];
      pixels[out] = (byte) (word >>> 24);
      pixels[out + 1] = (byte) (word >>> 16);
      pixels[out + 2] = (byte) (word >>> 8);
    }
  }

  /** Each word holds four pixels, the leftmost in its most significant byte. */
  private static void grayRow(int[] row, int width, byte[] pixels, int offset) {
    for (int x = 0, out = offset; x < width; x++, out += 3) {
      byte value = (byte) (row[x >> 2] >>> 24 - 8 * (x & 3));
      pixels[out] = value;
      pixels[out + 1] = value;
      pixels[out + 2] = value;
    }
  }
}
