package io.paastreams.training.assign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Probabilistic anchor assignment: decides from the network's own losses which candidate anchors of
 * an object are positive.
 *
 * <h2>Idea</h2>
 *
 * A fixed IoU threshold calls an anchor positive because of its position, whatever the network
 * predicts there. PAA asks the network instead: an anchor whose prediction already fits the object
 * in class and position has a low loss and should be the one that learns it. The losses of one
 * object's candidates are treated as samples from two Gaussians, one of anchors that fit and one of
 * anchors that do not. The fit separates them without any threshold, individually for each object
 * and changing as training progresses.
 *
 * <h2>Steps, for each object of an image</h2>
 *
 * <pre>
 *   candidates   anchors assigned by overlap ({@link MaxIouAssigner})      section 3.1
 *        |       loss = focal(class) + 1.3 (1 - GIoU(box)), no IoU branch  equation 5
 *        v
 *   top 9 of every pyramid level by loss, joined, sorted ascending         section 3.2
 *        |       fewer than 2: no fit, all become background
 *        v
 *   two-component mixture, means starting at min and max                   equation 6
 *        |
 *        v
 *   samples of the low component, in order of loss, up to and including
 *   the one most likely under the whole mixture: positive                  section 3.3, figure 3c
 *   every other candidate: background with full weight
 * </pre>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Positives are a subset of the candidates, so each has exactly one object.
 *   <li>An object has at most 9 positives per level; it may have none.
 *   <li>There are no ignored anchors: every anchor that is not positive is background.
 *   <li>No gradient flows through the decision; the caller passes plain numbers.
 * </ul>
 *
 * <h2>Cost</h2>
 *
 * Partial sorts of the candidates, and a fit of at most 45 samples in at most 100 rounds (usually 3
 * to 10). This takes about ten microseconds per object, so plain Java on the host is cheaper than
 * any device kernel.
 *
 * <p>Source: K. Kim and H. S. Lee, "Probabilistic Anchor Assignment with IoU Prediction for Object
 * Detection", ECCV 2020.
 */
public final class PaaAssigner {

  private final int[] levelEnds;
  private final int candidatesPerLevel;

  /**
   * Creates an assigner for a pyramid.
   *
   * @param levelSizes the number of anchors of each level; the flat anchor index counts through
   *     them
   * @param candidatesPerLevel how many of an object's smallest losses are kept per level (9)
   */
  public PaaAssigner(int[] levelSizes, int candidatesPerLevel) {
    this.levelEnds = levelSizes.clone();
    Arrays.parallelPrefix(levelEnds, Integer::sum);
    this.candidatesPerLevel = candidatesPerLevel;
  }

  /**
   * Picks the positive anchors of one image.
   *
   * @param assignment the assignment by overlap
   * @param losses one loss per element of {@link Assignment#candidates()}, in the same order
   * @return the flat indices of the positive anchors, by object, then by ascending loss
   */
  public int[] positives(Assignment assignment, float[] losses) {
    int[] candidates = assignment.candidates();
    if (losses.length != candidates.length) {
      throw new IllegalArgumentException(
          candidates.length + " candidates need as many losses, not " + losses.length);
    }
    int truths = 0;
    for (int anchor : candidates) {
      truths = Math.max(truths, assignment.truthOf()[anchor] + 1);
    }
    List<List<Candidate>> byTruth = new ArrayList<>();
    IntStream.range(0, truths).forEach(t -> byTruth.add(new ArrayList<>()));
    for (int i = 0; i < candidates.length; i++) {
      byTruth
          .get(assignment.truthOf()[candidates[i]])
          .add(new Candidate(candidates[i], level(candidates[i]), losses[i]));
    }
    return byTruth.stream().flatMapToInt(this::separate).toArray();
  }

  private int level(int anchor) {
    int level = 0;
    while (anchor >= levelEnds[level]) {
      level++;
    }
    return level;
  }

  private IntStream separate(List<Candidate> candidates) {
    List<Candidate> best = smallestOfEachLevel(candidates);
    if (best.size() < 2) {
      return IntStream.empty();
    }
    float[] samples = new float[best.size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = best.get(i).loss();
    }
    return Arrays.stream(separate(samples)).map(i -> best.get(i).anchor());
  }

  private List<Candidate> smallestOfEachLevel(List<Candidate> candidates) {
    candidates.sort(Comparator.comparing(Candidate::loss));
    int[] kept = new int[levelEnds.length];
    List<Candidate> best = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (kept[candidate.level()]++ < candidatesPerLevel) {
        best.add(candidate);
      }
    }
    return best;
  }

  /**
   * Separates one object's losses.
   *
   * @param losses at least 2 losses, ascending
   * @return the indices of the positive ones, ascending
   */
  static int[] separate(float[] losses) {
    GaussianMixture mixture = GaussianMixture.fit(losses);
    boolean[] low = mixture.isLow(losses);
    double[] likelihoods = mixture.logLikelihoods(losses);
    int last = -1;
    for (int i = 0; i < losses.length; i++) {
      if (low[i] && (last < 0 || likelihoods[i] > likelihoods[last])) {
        last = i;
      }
    }
    return IntStream.rangeClosed(0, last).filter(i -> low[i]).toArray();
  }

  private record Candidate(int anchor, int level, float loss) {}
}
