package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.geometry.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {

  /** The letters stand for the pixels of the stored rows abc, def. */
  @ParameterizedTest
  @CsvSource({
    "1, abc def",
    "2, cba fed",
    "3, fed cba",
    "4, def abc",
    "5, ad be cf",
    "6, da eb fc",
    "7, fc eb da",
    "8, cf be ad",
    "0, abc def",
    "9, abc def"
  })
  void exifValue_turnsTheImage(int exif, String expectedRows) {
    RgbImage stored = image("abc def");

    RgbImage upright = Orientation.ofExif(exif).apply(stored);

    assertThat(upright).usingRecursiveComparison().isEqualTo(image(expectedRows));
  }

  private static RgbImage image(String rows) {
    String letters = rows.replace(" ", "");
    byte[] pixels = new byte[3 * letters.length()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (letters.charAt(i / 3) + 100 * (i % 3));
    }
    int height = rows.split(" ", -1).length;
    return new RgbImage(new Size(letters.length() / height, height), pixels);
  }
}
