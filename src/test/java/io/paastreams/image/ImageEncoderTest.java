package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.geometry.Size;
import org.junit.jupiter.api.Test;

class ImageEncoderTest {

  private static final ImageDecoder DECODER = ImageDecoder.withDefaultLimits();

  @Test
  void png_keepsEveryPixel() throws Exception {
    RgbImage image = DECODER.decode(ImageDecoderTest.resource("rgb.png"));

    byte[] file = ImageEncoder.png(image);

    assertThat(ImageFormat.sniff(file)).contains(ImageFormat.PNG);
    assertThat(DECODER.decode(file)).usingRecursiveComparison().isEqualTo(image);
  }

  @Test
  void jpeg_keepsColorsAndObeysItsQuality() throws Exception {
    RgbImage image = gradient(new Size(64, 48));

    byte[] fine = ImageEncoder.jpeg(image, 95);
    byte[] coarse = ImageEncoder.jpeg(image, 10);

    assertThat(ImageFormat.sniff(fine)).contains(ImageFormat.JPEG);
    assertThat(coarse).hasSizeLessThan(fine.length);
    assertThat(meanDifference(DECODER.decode(fine), image)).isCloseTo(0, within(2.0));
    assertThat(meanDifference(DECODER.decode(coarse), image))
        .isGreaterThan(meanDifference(DECODER.decode(fine), image));
  }

  @Test
  void qualityOutOfRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageEncoder.jpeg(gradient(new Size(8, 8)), 0))
        .withMessageContaining("[1, 100], not 0");
  }

  private static double meanDifference(RgbImage a, RgbImage b) {
    assertThat(a.size()).isEqualTo(b.size());
    long sum = 0;
    for (int i = 0; i < a.pixels().length; i++) {
      sum += Math.abs((a.pixels()[i] & 0xFF) - (b.pixels()[i] & 0xFF));
    }
    return (double) sum / a.pixels().length;
  }

  private static RgbImage gradient(Size size) {
    byte[] pixels = new byte[(int) (3 * size.area())];
    for (int i = 0; i < size.area(); i++) {
      int x = i % size.width();
      int y = i / size.width();
      pixels[3 * i] = (byte) (3 * x);
      pixels[3 * i + 1] = (byte) (4 * y);
      pixels[3 * i + 2] = (byte) (2 * (x + y));
    }
    return new RgbImage(size, pixels);
  }
}
