package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnotatorTest {

  private static final int GRAY = 100;

  @Test
  void aSmallImage_isEnlargedByAWholeFactor() {
    assertThat(Annotator.draw(gray(new Size(320, 256)), List.of()).size())
        .isEqualTo(new Size(960, 768));
    assertThat(Annotator.draw(gray(new Size(1920, 1080)), List.of()).size())
        .isEqualTo(new Size(1920, 1080));
  }

  @Test
  void theOriginal_isLeftAlone() {
    RgbImage image = gray(new Size(320, 256));

    Annotator.draw(image, List.of(annotation(new Box(10, 50, 60, 90), 0)));

    assertThat(image.pixels()).containsOnly(GRAY);
  }

  @Test
  void theBox_isDrawnInPlaceInItsClasssColor() {
    RgbImage drawn =
        Annotator.draw(
            gray(new Size(320, 256)), List.of(annotation(new Box(100, 100, 200, 150), 0)));

    // Class 0 is red. Box edges are at three times the original coordinates.
    assertThat(red(drawn, 600, 400)).isGreaterThan(200);
    assertThat(red(drawn, 450, 450)).isGreaterThan(200);
    assertThat(red(drawn, 450, 375)).as("inside").isEqualTo(GRAY);
    assertThat(red(drawn, 700, 375)).as("outside").isEqualTo(GRAY);
  }

  @Test
  void aLabelAtAnyBorder_staysInside() {
    for (Box box :
        List.of(
            new Box(0, 0, 20, 10),
            new Box(300, 0, 320, 10),
            new Box(-50, -50, 400, 400),
            new Box(310, 250, 320, 256))) {
      RgbImage drawn = Annotator.draw(gray(new Size(320, 256)), List.of(annotation(box, 0)));

      assertThat(blackPixels(drawn)).as("letters of the label of %s", box).isGreaterThan(100);
    }
  }

  private static Annotation annotation(Box box, int classId) {
    return new Annotation(box, "helicopter", 0.87f, classId);
  }

  private static int red(RgbImage image, int x, int y) {
    return image.pixels()[3 * (y * image.size().width() + x)] & 0xFF;
  }

  private static int blackPixels(RgbImage image) {
    int count = 0;
    for (int i = 0; i < image.pixels().length; i += 3) {
      if ((image.pixels()[i] & 0xFF) < 40 && (image.pixels()[i + 1] & 0xFF) < 40) {
        count++;
      }
    }
    return count;
  }

  private static RgbImage gray(Size size) {
    byte[] pixels = new byte[(int) (3 * size.area())];
    Arrays.fill(pixels, (byte) GRAY);
    return new RgbImage(size, pixels);
  }
}
