package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for the tiny network's detector in any precision. */
interface DetectorContract {

  Preprocessor PREPROCESSOR = new Preprocessor(160, 128, 32);

  /** The detector of all tests, which closes it. */
  PaaDetector shared();

  /** By less than this, in MiB, the process may grow while it detects hundreds of batches. */
  int mostGrowth();

  /** Noise, prepared. */
  static PreparedImage image(int seed, int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    return PREPROCESSOR.prepare(new RgbImage(new Size(width, height), pixels));
  }

  static void assertSame(List<Detection> actual, List<Detection> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      Detection a = actual.get(i);
      Detection e = expected.get(i);
      assertThat(a.classId()).isEqualTo(e.classId());
      assertThat(a.score()).isCloseTo(e.score(), within(1e-4f));
      assertThat(a.box().x1()).isCloseTo(e.box().x1(), within(1e-2f));
      assertThat(a.box().y1()).isCloseTo(e.box().y1(), within(1e-2f));
      assertThat(a.box().x2()).isCloseTo(e.box().x2(), within(1e-2f));
      assertThat(a.box().y2()).isCloseTo(e.box().y2(), within(1e-2f));
    }
  }

  @Test
  default void image_givesTheSameDetectionsAloneAndInAnyBatch() {
    // The second differs from the others in size but not in padded size.
    List<PreparedImage> images =
        List.of(
            image(1, 320, 256),
            image(2, 300, 250),
            image(3, 320, 256),
            image(4, 160, 128),
            image(5, 320, 256));
    List<List<Detection>> batch = shared().detect(images);
    List<List<Detection>> reversed =
        shared().detect(List.of(images.get(4), images.get(1), images.get(0)));

    int found = 0;
    for (int i = 0; i < images.size(); i++) {
      List<Detection> alone = shared().detect(List.of(images.get(i))).get(0);
      assertSame(batch.get(i), alone);
      found += alone.size();
    }
    assertSame(reversed.get(0), batch.get(4));
    assertSame(reversed.get(1), batch.get(1));
    assertSame(reversed.get(2), batch.get(0));
    assertThat(found).isGreaterThan(50);
  }

  @Test
  default void memory_staysFlatOverHundredsOfBatches() throws IOException {
    List<PreparedImage> batch = List.of(image(1, 320, 256), image(2, 320, 256));
    for (int i = 0; i < 50; i++) {
      shared().detect(batch);
    }
    long before = residentKilobytes();
    for (int i = 0; i < 300; i++) {
      shared().detect(batch);
    }
    // One batch's feature maps are about 6 MB, so a leak of one array per batch would be noticed.
    assertThat(residentKilobytes() - before).isLessThan(mostGrowth() * 1024L);
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
