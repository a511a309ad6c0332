package io.paastreams.model.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.box.BoxCoder;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both finders give the candidates of the plain definition, in its order. */
@Tag("engine")
class CandidateFinderTest {

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  /**
   * No score is nearer than this to the threshold, nor are two ranks to each other unless they are
   * equal.
   */
  private static final double APART = 2e-6;

  private static final int PICTURES = 2;
  private static final int[][] MAPS = {{12, 9}, {6, 5}, {3, 2}};
  private static final AnchorGenerator ANCHORS = new AnchorGenerator(8, 3, MAPS.length);

  private static final List<ImageGeometry> GEOMETRIES =
      List.of(new ImageGeometry(70, 90, 1.25f, 0.75f), ImageGeometry.unscaled(72, 96));

  private record Pair(int level, int location, int label, float score, float[] box) {}

  /** The logits of one level: (images, locations, channels). */
  private record Level(int height, int width, int classes, float[] cls, float[] reg, float[] iou) {

    int size() {
      return height * width;
    }

    double square(int image, int location, int label) {
      return sigmoid(cls[(image * size() + location) * classes + label])
          * sigmoid(iou[image * size() + location]);
    }

    /** 0 of a location without a number. */
    double rank(int image, int location) {
      double rank = 0;
      for (int label = 0; label < classes; label++) {
        double square = square(image, location, label);
        if (square > rank) {
          rank = square;
        }
      }
      return rank;
    }

    HeadOutput on(NDManager manager, boolean channelsLast) {
      return new HeadOutput(
          array(manager, cls, classes, channelsLast),
          array(manager, reg, 4, channelsLast),
          array(manager, iou, 1, channelsLast));
    }

    private NDArray array(NDManager manager, float[] values, int channels, boolean channelsLast) {
      NDArray map =
          manager
              .create(values, new Shape(PICTURES, height, width, channels))
              .transpose(0, 3, 1, 2);
      return channelsLast ? map : map.duplicate();
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Property(tries = 150)
  void find_whatTheDefinitionSays(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int classes,
      @ForAll @IntRange(min = -6, max = 3) int mean,
      @ForAll boolean channelsLast,
      @ForAll @IntRange(max = 2) int cut) {
    SplittableRandom random = new SplittableRandom(seed);
    int perLevel = new int[] {-1, 20, 70}[cut];
    float threshold = new float[] {0.05f, 0.3f, 0}[random.nextInt(3)];
    List<Level> levels = new ArrayList<>();
    for (int[] map : MAPS) {
      levels.add(level(random, map[0], map[1], classes, mean, threshold));
    }
    PostprocessConfig config = new PostprocessConfig(threshold, perLevel, 0.6f, false, 100, false);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<HeadOutput> outputs =
          levels.stream().map(level -> level.on(manager, channelsLast)).toList();
      for (CandidateFinder finder : finders(config)) {
        List<Candidates> found = finder.find(outputs, GEOMETRIES, () -> {}, Function.identity());
        for (int image = 0; image < PICTURES; image++) {
          assertSame(
              found.get(image),
              plain(levels, image, threshold, perLevel),
              finder.getClass().getSimpleName());
        }
      }
    }
  }

  private static List<CandidateFinder> finders(PostprocessConfig config) {
    PyramidAnchors anchors = new PyramidAnchors(ANCHORS);
    return List.of(
        new HostCandidateFinder(config, anchors), new DeviceCandidateFinder(config, anchors));
  }

  /** Random logits, some of them NaN, whose ranks and scores are unambiguous. */
  private static Level level(
      SplittableRandom random, int height, int width, int classes, int mean, float threshold) {
    int size = height * width;
    Level level =
        new Level(
            height,
            width,
            classes,
            new float[PICTURES * size * classes],
            new float[PICTURES * size * 4],
            new float[PICTURES * size]);
    for (int i = 0; i < level.reg.length; i++) {
      level.reg[i] = (float) random.nextGaussian();
    }
    for (int image = 0; image < PICTURES; image++) {
      List<Double> ranks = new ArrayList<>();
      for (int location = 0; location < size; location++) {
        do {
          level.iou[image * size + location] = logit(random, 0);
          for (int label = 0; label < classes; label++) {
            level.cls[(image * size + location) * classes + label] = logit(random, mean);
          }
        } while (isDoubtful(level, image, location, threshold, ranks));
        ranks.add(level.rank(image, location));
      }
    }
    return level;
  }

  private static float logit(SplittableRandom random, int mean) {
    return random.nextInt(40) == 0 ? Float.NaN : (float) (mean + 3 * random.nextGaussian());
  }

  private static boolean isDoubtful(
      Level level, int image, int location, float threshold, List<Double> ranks) {
    for (int label = 0; label < level.classes; label++) {
      if (Math.abs(Math.sqrt(level.square(image, location, label)) - threshold) < APART) {
        return true;
      }
    }
    double rank = level.rank(image, location);
    return rank > 0 && ranks.stream().anyMatch(other -> Math.abs(other / rank - 1) < APART);
  }

  private static List<Pair> plain(List<Level> levels, int image, float threshold, int perLevel) {
    List<Pair> pairs = new ArrayList<>();
    for (int l = 0; l < levels.size(); l++) {
      Level level = levels.get(l);
      float[] anchors = ANCHORS.level(l, level.height, level.width).boxes();
      List<Integer> kept = new ArrayList<>();
      for (int location = 0; location < level.size(); location++) {
        kept.add(location);
      }
      if (perLevel > 0 && level.size() > perLevel) {
        kept.sort((a, b) -> Double.compare(level.rank(image, b), level.rank(image, a)));
        kept = kept.subList(0, perLevel);
      }
      for (int location : kept) {
        for (int label = 0; label < level.classes; label++) {
          double score = Math.sqrt(level.square(image, location, label));
          if (score > threshold) {
            pairs.add(
                new Pair(l, location, label, (float) score, box(level, anchors, image, location)));
          }
        }
      }
    }
    return pairs;
  }

  private static float[] box(Level level, float[] anchors, int image, int location) {
    float[] box = new float[4];
    int delta = 4 * (image * level.size() + location);
    BoxCoder.decode(anchors, 4 * location, level.reg, delta, box, 0);
    ImageGeometry geometry = GEOMETRIES.get(image);
    BoxCoder.clip(box, 0, geometry.width(), geometry.height());
    for (int i = 0; i < 4; i++) {
      box[i] /= i % 2 == 0 ? geometry.scaleX() : geometry.scaleY();
    }
    return box;
  }

  private static void assertSame(Candidates actual, List<Pair> expected, String what) {
    assertThat(Arrays.copyOf(actual.labels(), actual.size()))
        .as(what)
        .containsExactly(expected.stream().mapToInt(Pair::label).toArray());
    for (int i = 0; i < actual.size(); i++) {
      Pair pair = expected.get(i);
      assertThat(Math.abs(actual.scores()[i] - pair.score()))
          .as("%s: score %s of %s", what, actual.scores()[i], pair)
          .isLessThanOrEqualTo(4 * Math.ulp(pair.score()));
      int box = 4 * actual.locationOf()[i];
      assertThat(Arrays.copyOfRange(actual.boxes(), box, box + 4))
          .as("%s: box of %s", what, pair)
          .containsExactly(pair.box());
    }
  }

  @Test
  void find_equalRanks_sameLocationsByBoth() {
    int size = 12 * 9;
    Level level =
        new Level(
            12,
            9,
            1,
            new float[PICTURES * size],
            new float[PICTURES * size * 4],
            new float[PICTURES * size]);
    for (int i = 0; i < level.cls.length; i++) {
      level.cls[i] = i % 9 == 0 ? 2 : -1;
      level.reg[4 * i] = i;
    }
    // As many places as there are best ones: which of equal ones stay is not defined.
    PostprocessConfig config = new PostprocessConfig(0.05f, 12, 0.6f, false, 100, false);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      for (CandidateFinder finder : finders(config)) {
        for (Candidates found :
            finder.find(
                List.of(level.on(manager, true)), GEOMETRIES, () -> {}, Function.identity())) {
          assertThat(found.size()).isEqualTo(12);
          assertThat(Arrays.copyOf(found.scores(), 12))
              .containsOnly((float) Math.sqrt(sigmoid(2) / 2));
        }
      }
    }
  }
}
