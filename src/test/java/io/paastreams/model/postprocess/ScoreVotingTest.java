package io.paastreams.model.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.model.box.Overlaps;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Votes compared with the paper's definition, in which every candidate is considered. */
class ScoreVotingTest {

  /** The paper's bound. */
  private static final float MIN_IOU = 0.01f;

  @Property(tries = 100)
  void refine_crowdsOfAllClasses_asThePaperSays(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int locations,
      @ForAll @IntRange(min = 1, max = 5) int classes) {
    SplittableRandom random = new SplittableRandom(seed);
    Candidates candidates = crowd(random, locations, classes);
    int[] chosen =
        random.ints(0, candidates.size()).limit(1 + candidates.size() / 3).sorted().toArray();
    Detections detections = candidates.select(chosen);
    Detections expected = candidates.select(chosen);
    for (int i = 0; i < chosen.length; i++) {
      vote(candidates, chosen[i], expected.boxes(), 4 * i);
    }

    ScoreVoting.refine(detections, candidates, new VoteWeights(0.025f));

    assertThat(detections.scores()).isEqualTo(expected.scores());
    for (int i = 0; i < detections.boxes().length; i++) {
      assertThat(detections.boxes()[i]).as("%d", i).isCloseTo(expected.boxes()[i], within(2e-4f));
    }
  }

  /** Some boxes of several sizes and many near them; a few without area, a few equal. */
  private static Candidates crowd(SplittableRandom random, int locations, int classes) {
    float[] boxes = new float[4 * locations];
    float[] scores = new float[locations * classes];
    int[] labels = new int[locations * classes];
    int[] locationOf = new int[locations * classes];
    int size = 0;
    for (int location = 0; location < locations; location++) {
      float side = 10 * (1 << random.nextInt(4));
      float x = 40 * random.nextInt(8) + side / 5 * (float) random.nextGaussian();
      float y = 40 * random.nextInt(6) + side / 5 * (float) random.nextGaussian();
      float width = random.nextInt(20) == 0 ? 0 : side * (0.5f + (float) random.nextDouble());
      float height = side * (0.5f + (float) random.nextDouble());
      float[] box = {
        Math.max(0, x), Math.max(0, y), Math.max(0, x + width), Math.max(0, y + height)
      };
      if (location > 0 && random.nextInt(20) == 0) {
        box = Arrays.copyOfRange(boxes, 4 * location - 4, 4 * location);
      }
      System.arraycopy(box, 0, boxes, 4 * location, 4);
      for (int label = 0; label < classes; label++) {
        if (label == 0 || random.nextBoolean()) {
          locationOf[size] = location;
          scores[size] = 0.05f + 0.9f * (float) random.nextDouble();
          labels[size] = label;
          size++;
        }
      }
    }
    return new Candidates(boxes, locations, locationOf, scores, labels, size);
  }

  private static int box(Candidates candidates, int i) {
    return 4 * candidates.locationOf()[i];
  }

  private static void vote(Candidates candidates, int detection, float[] result, int at) {
    float[] boxes = candidates.boxes();
    double[] sums = new double[5];
    for (int i = 0; i < candidates.size(); i++) {
      float iou = Overlaps.iou(boxes, box(candidates, detection), boxes, box(candidates, i));
      if (candidates.labels()[i] == candidates.labels()[detection] && iou > MIN_IOU) {
        double weight = candidates.scores()[i] * Math.exp(-(1 - iou) * (1 - iou) / 0.025);
        for (int j = 0; j < 4; j++) {
          sums[j] += weight * boxes[box(candidates, i) + j];
        }
        sums[4] += weight;
      }
    }
    if (sums[4] > 0) {
      for (int j = 0; j < 4; j++) {
        result[at + j] = (float) (sums[j] / sums[4]);
      }
    }
  }

  @Test
  void refine_boxThatIsNoNumber_votesForNothing() {
    float nan = Float.NaN;
    float[] boxes = {10, 10, 30, 30, nan, nan, nan, nan, 10, 10, 30, 32, 50, 50, nan, 70};
    Candidates candidates =
        new Candidates(
            boxes, 4, new int[] {0, 1, 2, 3}, new float[] {0.9f, 0.8f, 0.1f, 0.7f}, new int[4], 4);
    Detections detections = candidates.select(new int[] {0, 1});

    ScoreVoting.refine(detections, candidates, new VoteWeights(0.025f));

    float[] voted = detections.boxes();
    assertThat(Arrays.copyOf(voted, 3)).containsExactly(10, 10, 30);
    assertThat(voted[3]).isBetween(30f, 30.5f);
    assertThat(Arrays.copyOfRange(voted, 4, 8)).containsExactly(nan, nan, nan, nan);
  }
}
