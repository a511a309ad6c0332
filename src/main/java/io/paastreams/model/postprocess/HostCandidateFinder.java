package io.paastreams.model.postprocess;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.box.DescendingScores;
import io.paastreams.model.head.HeadOutput;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds candidates in outputs that are in host memory: reads them in place and computes only what
 * matters.
 *
 * <p>The predicted IoU of a pair is below 1, so a pair whose class probability is not above the
 * squared threshold fails. That is a single comparison of a logit, and most logits need no more.
 * The reference first reduces a large level to its best locations and then applies the threshold.
 * Here the order is reversed, with the same result, because a location that fails cannot displace
 * one that passes. Few locations are left to rank, and none need to be dropped if no more pass than
 * may be kept.
 *
 * <p>Threading: safe.
 */
final class HostCandidateFinder implements CandidateFinder {

  /**
   * The number of pairs whose probabilities are computed at once, so that they stay in the nearest
   * cache.
   */
  private static final int PAIRS_AT_ONCE = 1024;

  private final int perLevel;
  private final PyramidAnchors anchors;

  /** A pair whose class logit is not above this has a score that is not above the threshold. */
  private final float leastLogit;

  /** Ranks of scores above the threshold are above this; ranks of other scores are not. */
  private final float leastRank;

  HostCandidateFinder(PostprocessConfig config, PyramidAnchors anchors) {
    this.perLevel = config.candidatesPerLevel();
    this.anchors = anchors;
    this.leastRank = PaaScore.leastRank(config.scoreThreshold());
    this.leastLogit = PaaScore.leastLogit(config.scoreThreshold());
  }

  @Override
  public <T> List<T> find(
      List<HeadOutput> outputs,
      List<ImageGeometry> images,
      Runnable deviceFree,
      Function<Candidates, T> then) {
    deviceFree.run();
    // Outputs whose channels are not innermost are copied; the copies live as long as the scope.
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      List<Level> levels = Level.all(outputs);
      float[] boxes = anchors.of(outputs);
      return Shares.compute(
          images.size(), (first, end) -> new Search(levels, boxes).find(images, first, end, then));
    }
  }

  /**
   * A search through the images of one batch, with the memory that it needs for one level of one
   * image.
   */
  private final class Search {

    private final List<Level> levels;
    private final float[] boxes;
    private final float[] deltas = new float[4];

    /**
     * The locations with any pair above the threshold, ascending, and the probabilities of each.
     */
    private final int[] locations;

    private final double[] best;
    private final double[] quality;

    /** The rank of each location's best score: see {@link PaaScore#rank}. */
    private final float[] rank;

    private int passing;

    /** The pairs that may pass, from some locations that do pass. */
    private final double[] probabilities;

    private final float[] qualities;
    private final int[] labels;
    private final int[] locationOf;

    Search(List<Level> levels, float[] boxes) {
      this.levels = levels;
      this.boxes = boxes;
      int largest = levels.stream().mapToInt(Level::size).max().orElse(0);
      locations = new int[largest];
      best = new double[largest];
      quality = new double[largest];
      rank = new float[largest];
      // One more, because a pair is written before it is known whether it counts.
      int pairs = Math.max(PAIRS_AT_ONCE, levels.get(0).classes()) + 1;
      probabilities = new double[pairs];
      qualities = new float[pairs];
      labels = new int[pairs];
      locationOf = new int[pairs];
    }

    <T> List<T> find(List<ImageGeometry> images, int first, int end, Function<Candidates, T> then) {
      List<T> result = new ArrayList<>();
      int expected = 0;
      for (int image = first; image < end; image++) {
        Candidates candidates = find(image, new CandidateCollector(images.get(image), expected));
        expected = candidates.size() + candidates.size() / 8;
        result.add(then.apply(candidates));
      }
      return result;
    }

    private Candidates find(int image, CandidateCollector collector) {
      for (Level level : levels) {
        findPassing(level, image * level.size());
        collect(level, image * level.size(), collector);
      }
      return collector.candidates();
    }

    private void findPassing(Level level, int first) {
      int count = 0;
      for (int location = 0; location < level.size(); location++) {
        float logit = largest(level.cls(), (first + location) * level.classes(), level.classes());
        locations[count] = location;
        best[count] = logit;
        quality[count] = level.iou().get(first + location);
        count += logit > leastLogit ? 1 : 0;
      }
      Sigmoids.replace(best, count);
      Sigmoids.replace(quality, count);
      passing = 0;
      for (int i = 0; i < count; i++) {
        float bestRank = PaaScore.rank((float) best[i], (float) quality[i]);
        locations[passing] = locations[i];
        quality[passing] = quality[i];
        rank[passing] = bestRank;
        passing += bestRank > leastRank ? 1 : 0;
      }
    }

    /** The largest of the logits, or {@link #leastLogit} if none is larger. */
    private float largest(FloatBuffer logits, int from, int count) {
      float largest = leastLogit;
      for (int i = from; i < from + count; i++) {
        float logit = logits.get(i);
        // Never true for NaN.
        if (logit > largest) {
          largest = logit;
        }
      }
      return largest;
    }

    private void collect(Level level, int first, CandidateCollector collector) {
      boolean ranked = perLevel >= 0 && level.size() > perLevel;
      int kept = ranked ? Math.min(passing, perLevel) : passing;
      DescendingScores ranking = new DescendingScores(rank, ranked ? passing : 0);
      int next = 0;
      while (next < kept) {
        int count = 0;
        for (; next < kept && count + level.classes() < labels.length; next++) {
          int i = ranked ? ranking.next() : next;
          count = addPairs(level, first, i, collector.locations(), count);
          addBox(level, first, locations[i], collector);
        }
        collect(count, collector);
      }
    }

    /** Adds the pairs of a location that may pass, without a branch: see the collector. */
    private int addPairs(Level level, int first, int i, int location, int count) {
      int from = (first + locations[i]) * level.classes();
      int next = count;
      for (int label = 0; label < level.classes(); label++) {
        float logit = level.cls().get(from + label);
        probabilities[next] = logit;
        qualities[next] = (float) quality[i];
        labels[next] = label;
        locationOf[next] = location;
        next += logit > leastLogit ? 1 : 0;
      }
      return next;
    }

    private void addBox(Level level, int first, int location, CandidateCollector collector) {
      int delta = 4 * (first + location);
      for (int j = 0; j < 4; j++) {
        deltas[j] = level.reg().get(delta + j);
      }
      collector.addBox(boxes, 4 * (level.firstAnchor() + location), deltas, 0);
    }

    private void collect(int count, CandidateCollector collector) {
      Sigmoids.replace(probabilities, count);
      collector.reserve(count);
      for (int i = 0; i < count; i++) {
        float pairRank = PaaScore.rank((float) probabilities[i], qualities[i]);
        collector.offer(locationOf[i], labels[i], PaaScore.ofRank(pairRank), pairRank > leastRank);
      }
    }
  }

  /** One level: (images, size, classes), (images, size, 4), (images, size). */
  private record Level(
      int size, int classes, FloatBuffer cls, FloatBuffer reg, FloatBuffer iou, int firstAnchor) {

    static List<Level> all(List<HeadOutput> outputs) {
      List<Level> levels = new ArrayList<>();
      int firstAnchor = 0;
      for (HeadOutput output : outputs) {
        Level level = of(output, firstAnchor);
        levels.add(level);
        firstAnchor += level.size();
      }
      return levels;
    }

    private static Level of(HeadOutput output, int firstAnchor) {
      Shape shape = output.cls().getShape();
      return new Level(
          Math.toIntExact(shape.get(2) * shape.get(3)),
          Math.toIntExact(shape.get(1)),
          byLocation(output.cls()),
          byLocation(output.reg()),
          byLocation(output.iou()),
          firstAnchor);
    }

    private static FloatBuffer byLocation(NDArray map) {
      return map.transpose(0, 2, 3, 1).toByteBuffer(true).asFloatBuffer();
    }
  }
}
