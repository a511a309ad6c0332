package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.geometry.Size;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BilinearResizeTest {

  @Property(tries = 300)
  void rowsAndColumns_agreeWithTheFormulaWrittenPlainly(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 90) int newWidth,
      @ForAll @IntRange(min = 1, max = 90) int newHeight,
      @ForAll int seed) {
    Size source = new Size(width, height);
    Size target = new Size(newWidth, newHeight);
    RgbImage image = noise(source, seed);

    byte[] pixels = BilinearResize.resize(image, target).pixels();

    boolean halved = width == 2 * newWidth && height == 2 * newHeight;
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        for (int c = 0; c < 3; c++) {
          int expected = halved ? mean(image, x, y, c) : pixel(image, target, x, y, c);
          assertThat(pixels[3 * (y * newWidth + x) + c] & 0xFF).isEqualTo(expected);
        }
      }
    }
  }

  @Property(tries = 100)
  void aUniformImage_staysUniform(
      @ForAll @IntRange(min = 1, max = 200) int newWidth,
      @ForAll @IntRange(min = 1, max = 200) int newHeight,
      @ForAll byte value) {
    byte[] pixels = new byte[3 * 31 * 17];
    Arrays.fill(pixels, value);

    RgbImage resized =
        BilinearResize.resize(
            new RgbImage(new Size(31, 17), pixels), new Size(newWidth, newHeight));

    assertThat(resized.size()).isEqualTo(new Size(newWidth, newHeight));
    assertThat(resized.pixels()).containsOnly(value);
  }

  @Example
  void theSameSize_isNotCopied() {
    RgbImage image = noise(new Size(5, 4), 1);

    assertThat(BilinearResize.resize(image, new Size(5, 4))).isSameAs(image);
  }

  @Property(tries = 100)
  void anImageWithinALargerArray_isReadThere(
      @ForAll @IntRange(min = 1, max = 90) int newWidth,
      @ForAll @IntRange(min = 1, max = 90) int newHeight,
      @ForAll @IntRange(min = 1, max = 50) int offset) {
    RgbImage alone = noise(new Size(24, 20), 7);
    byte[] larger = new byte[alone.pixels().length + offset + 3];
    new Random(1).nextBytes(larger);
    System.arraycopy(alone.pixels(), 0, larger, offset, alone.pixels().length);
    RgbImage within = new RgbImage(alone.size(), larger, offset);
    Size target = new Size(newWidth, newHeight);

    assertThat(within.stretchedTo(target).pixels()).isEqualTo(alone.stretchedTo(target).pixels());
    assertThat(within.stretchedTo(new Size(12, 10)).pixels())
        .isEqualTo(alone.stretchedTo(new Size(12, 10)).pixels());
  }

  private static RgbImage noise(Size size, int seed) {
    byte[] pixels = new byte[(int) (3 * size.area())];
    new Random(seed).nextBytes(pixels);
    return new RgbImage(size, pixels);
  }

  private static int mean(RgbImage image, int x, int y, int c) {
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += value(image, 2 * x + i % 2, 2 * y + i / 2, c);
    }
    return (sum + 2) >> 2;
  }

  private static int pixel(RgbImage image, Size target, int x, int y, int c) {
    float px = position(x, image.size().width(), target.width());
    float py = position(y, image.size().height(), target.height());
    int left = (int) Math.floor(px);
    int top = (int) Math.floor(py);
    float tx = px - left;
    float ty = py - top;
    if (left < 0 || left >= image.size().width() - 1) {
      left = left < 0 ? 0 : image.size().width() - 1;
      tx = 0;
    }
    int h0 = horizontal(image, left, top, tx, c);
    int h1 = horizontal(image, left, top + 1, tx, c);
    int b0 = (int) Math.rint((1 - ty) * 2048);
    int b1 = (int) Math.rint(ty * 2048);
    return (((b0 * (h0 >> 4)) >> 16) + ((b1 * (h1 >> 4)) >> 16) + 2) >> 2;
  }

  private static int horizontal(RgbImage image, int left, int row, float t, int c) {
    int a0 = (int) Math.rint((1 - t) * 2048);
    int a1 = (int) Math.rint(t * 2048);
    return a0 * value(image, left, row, c) + a1 * value(image, left + 1, row, c);
  }

  /** The value at a position that is clamped to the image. */
  private static int value(RgbImage image, int x, int y, int c) {
    int column = Math.max(0, Math.min(image.size().width() - 1, x));
    int row = Math.max(0, Math.min(image.size().height() - 1, y));
    return image.pixels()[3 * (row * image.size().width() + column) + c] & 0xFF;
  }

  private static float position(int target, int oldSide, int newSide) {
    double step = 1.0 / ((double) newSide / oldSide);
    return (float) ((target + 0.5) * step - 0.5);
  }
}
