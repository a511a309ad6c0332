package io.paastreams.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MosaicAugmenterTest {

  private static final Size SIZE = new Size(96, 80);
  private static final Truth TRUTH = new Truth(1, 30, 20, 24, 16, 2, false, 24 * 16);
  private static final Sample SAMPLE =
      new Sample(new DatasetImage(1, "one", SIZE, null), List.of(TRUTH));

  @Test
  void boxes_followTheObject_throughEveryChange() throws IOException {
    StrongAugmentation geometry =
        new StrongAugmentation(0.5f, 0.5f, 0.7f, 1.5f, 10, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    int seen = 0;
    for (int seed = 0; seed < 200; seed++) {
      TrainingImage image = make(geometry, seed);
      for (int i = 0; i < image.boxes().size(); i++) {
        Box box = image.boxes().get(i);
        assertThat(image.labels()[i]).isEqualTo(2);
        assertThat(box.x1()).isGreaterThanOrEqualTo(0);
        assertThat(box.y1()).isGreaterThanOrEqualTo(0);
        assertThat(box.x2()).isLessThanOrEqualTo(SIZE.width());
        assertThat(box.y2()).isLessThanOrEqualTo(SIZE.height());
        // The object is white on gray, so its middle is white wherever it was moved.
        int x = (int) ((box.x1() + box.x2()) / 2);
        int y = (int) ((box.y1() + box.y2()) / 2);
        assertThat(image.values()[y * SIZE.width() + x])
            .as("seed %d box %d", seed, i)
            .isCloseTo(250, within(1f));
        seen++;
      }
      // And white pixels lie in a box, unless too little of an object is left to count as one.
      assertThat(whiteOutside(image)).isLessThan(0.08);
    }
    assertThat(seen).isGreaterThan(300);
  }

  @Test
  void sameGenerator_givesTheSameImage_andAnotherAnother() throws IOException {
    StrongAugmentation all =
        new StrongAugmentation(
            0.5f, 0.5f, 0.7f, 1.5f, 10, 0.6f, 1.5f, 1.5f, 40, 30, 6, 0.5f, 0.2f, 0.5f, 0.6f, 0.3f,
            25);

    TrainingImage one = make(all, 5);
    TrainingImage two = make(all, 5);

    assertThat(two.values()).isEqualTo(one.values());
    assertThat(two.boxes()).isEqualTo(one.boxes());
    assertThat(make(all, 6).values()).isNotEqualTo(one.values());
    for (float value : one.values()) {
      assertThat(value).isBetween(0f, 255f);
    }
  }

  /** A bright striped sky behind a dark one: its stripes show, its brightness does not. */
  @Test
  void aBackdrop_addsItsTexture_andNeitherItsLevelNorItsObjects() throws IOException {
    StrongAugmentation backdrop =
        new StrongAugmentation(0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0.5f, 0, 0);
    Sample plain = new Sample(new DatasetImage(1, "plain", SIZE, null), List.of());
    Sample stripes = new Sample(new DatasetImage(2, "stripes", SIZE, null), List.of());
    ImageSource source =
        image -> {
          byte[] gray = new byte[(int) SIZE.area()];
          for (int i = 0; i < gray.length; i++) {
            boolean bright = image.id() == 2 && i / SIZE.width() % 8 < 4;
            gray[i] = (byte) (image.id() == 1 ? 60 : bright ? 220 : 160);
          }
          return new Pixels(SIZE, 1, gray);
        };
    MosaicAugmenter augmenter = new MosaicAugmenter(SIZE, backdrop);

    TrainingImage image = augmenter.make(plain, r -> stripes, source, new SplittableRandom(3));

    double mean = 0;
    float darkest = 255;
    float brightest = 0;
    for (float value : image.values()) {
      mean += value / image.values().length;
      darkest = Math.min(darkest, value);
      brightest = Math.max(brightest, value);
    }
    assertThat(mean).isCloseTo(60, within(0.5));
    assertThat(brightest - darkest).isBetween(3f, 30.1f);

    Sample occupied =
        new Sample(
            stripes.image(),
            List.of(new Truth(1, 0, 0, SIZE.width(), SIZE.height(), 1, false, SIZE.area())));
    TrainingImage untouched = augmenter.make(plain, r -> occupied, source, new SplittableRandom(3));
    assertThat(untouched.values()).containsOnly(60f);
    assertThat(untouched.boxes()).isEmpty();
  }

  @Test
  void gamma_bendsTheLevels_andLeavesBlackAndWhite() throws IOException {
    StrongAugmentation gamma =
        new StrongAugmentation(0, 0, 1, 1, 0, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    TrainingImage image = make(gamma, 4);

    assertThat(image.values()[0]).isNotCloseTo(100f, within(1f));
    for (float value : image.values()) {
      assertThat(value).isBetween(0f, 255f);
    }
  }

  @Test
  void inversion_reversesTheLevels_andLeavesTheBoxes() throws IOException {
    StrongAugmentation none =
        new StrongAugmentation(0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    StrongAugmentation inverted =
        new StrongAugmentation(0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0);

    TrainingImage plain = make(none, 4);
    TrainingImage reversed = make(inverted, 4);

    assertThat(reversed.boxes()).isEqualTo(plain.boxes()).isNotEmpty();
    int objects = 0;
    for (int i = 0; i < plain.values().length; i++) {
      assertThat(reversed.values()[i]).isCloseTo(255 - plain.values()[i], within(1e-3f));
      objects += plain.values()[i] == 250f ? 1 : 0;
    }
    assertThat(objects).isGreaterThan(100);
  }

  /** With a curve the object, white on gray, becomes the darkest of all. */
  @Test
  void inversionAndGamma_keepTheOrderOfTheReversedLevels() throws IOException {
    StrongAugmentation both =
        new StrongAugmentation(0, 0, 1, 1, 0, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0);
    for (int seed = 0; seed < 20; seed++) {
      TrainingImage image = make(both, seed);
      Box box = image.boxes().get(0);
      int x = (int) ((box.x1() + box.x2()) / 2);
      int y = (int) ((box.y1() + box.y2()) / 2);
      assertThat(image.values()[y * SIZE.width() + x]).isLessThan(image.values()[0]);
    }
  }

  /** Over many images, corners are as often brighter as darker, and the middle stays. */
  @Test
  void vignetting_changesTheCorners_evenly_andNotTheMiddle() throws IOException {
    StrongAugmentation vignetting =
        new StrongAugmentation(0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 30);
    Sample sky = new Sample(new DatasetImage(1, "sky", SIZE, null), List.of());
    ImageSource gray =
        image -> {
          byte[] levels = new byte[(int) SIZE.area()];
          Arrays.fill(levels, (byte) 100);
          return new Pixels(SIZE, 1, levels);
        };
    int brighter = 0;
    float largest = 0;
    for (int seed = 0; seed < 100; seed++) {
      float[] values =
          new MosaicAugmenter(SIZE, vignetting)
              .make(sky, random -> sky, gray, new SplittableRandom(seed))
              .values();
      float change = values[0] - 100;
      assertThat(values[values.length - 1] - 100).isCloseTo(change, within(1e-3f));
      assertThat(values[SIZE.height() / 2 * SIZE.width() + SIZE.width() / 2])
          .isCloseTo(100f, within(0.1f));
      brighter += change > 0 ? 1 : 0;
      largest = Math.max(largest, Math.abs(change));
    }
    assertThat(brighter).isBetween(30, 70);
    assertThat(largest).isBetween(25f, 30f);
  }

  @Test
  void impossibleSettings_areRefusedByName() {
    assertThatThrownBy(
            () -> new StrongAugmentation(0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1.5f, 0))
        .hasMessage("inversion is a probability and must be in [0, 1], not 1.5");
    assertThatThrownBy(
            () -> new StrongAugmentation(0, 0, 1, 1, 0, 1, 1, 1, 0, 0, -1, 0, 0, 0, 0, 0, 0))
        .hasMessage("noise must be 0 or above, not -1.0");
  }

  @Test
  void crowds_areNotTrainedOn() throws IOException {
    Sample crowd =
        new Sample(SAMPLE.image(), List.of(new Truth(1, 30, 20, 24, 16, 2, true, 24 * 16)));
    StrongAugmentation none =
        new StrongAugmentation(0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    TrainingImage image =
        new MosaicAugmenter(SIZE, none)
            .make(crowd, random -> crowd, MosaicAugmenterTest::paint, new SplittableRandom(1));

    assertThat(image.boxes()).isEmpty();
    assertThat(image.values()).hasSize((int) SIZE.area());
  }

  private static double whiteOutside(TrainingImage image) {
    int white = 0;
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        if (image.values()[y * SIZE.width() + x] > 200 && !inside(image.boxes(), x, y)) {
          white++;
        }
      }
    }
    return (double) white / SIZE.area();
  }

  private static boolean inside(List<Box> boxes, int x, int y) {
    return boxes.stream()
        .anyMatch(
            box ->
                x >= box.x1() - 3 && x <= box.x2() + 3 && y >= box.y1() - 3 && y <= box.y2() + 3);
  }

  private static TrainingImage make(StrongAugmentation config, int seed) throws IOException {
    return new MosaicAugmenter(SIZE, config)
        .make(SAMPLE, random -> SAMPLE, MosaicAugmenterTest::paint, new SplittableRandom(seed));
  }

  private static Pixels paint(DatasetImage image) {
    byte[] gray = new byte[(int) image.size().area()];
    Arrays.fill(gray, (byte) 100);
    for (int y = (int) TRUTH.y(); y < TRUTH.y() + TRUTH.height(); y++) {
      int row = y * image.size().width() + (int) TRUTH.x();
      Arrays.fill(gray, row, row + (int) TRUTH.width(), (byte) 250);
    }
    return new Pixels(image.size(), 1, gray);
  }
}
