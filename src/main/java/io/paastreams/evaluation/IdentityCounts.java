package io.paastreams.evaluation;

import io.paastreams.assignment.OptimalAssignment;
import io.paastreams.assignment.Pair;
import io.paastreams.evaluation.Encounters.PairSums;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Identity figures (Ristani et al., 2016) at an IoU of 0.5: each object is paired with one track
 * for the whole sequence, so that as many boxes as possible are right.
 *
 * @param right the number of boxes of such pairs that meet the threshold
 * @param truths the number of ground-truth boxes
 * @param tracks the number of the tracker's boxes
 */
record IdentityCounts(long right, long truths, long tracks) {

  private static final double THRESHOLD = 0.5;

  static IdentityCounts of(Encounters encounters) {
    PairSums together = new PairSums(1);
    for (Encounters.Frame frame : encounters.frames()) {
      for (Pair pair : frame.overlaps()) {
        if (pair.gain() >= THRESHOLD) {
          together.of(frame.truth()[pair.row()], frame.tracks()[pair.column()])[0]++;
        }
      }
    }
    List<Pair> pairs = new ArrayList<>();
    together.forEach((truth, track, sum) -> pairs.add(new Pair(truth, track, sum[0])));
    int[] trackOf =
        OptimalAssignment.mostGain(
            encounters.truthFrames().length, encounters.trackFrames().length, pairs);
    double right =
        pairs.stream()
            .filter(pair -> trackOf[pair.row()] == pair.column())
            .mapToDouble(Pair::gain)
            .sum();
    return new IdentityCounts(
        Math.round(right),
        IntStream.of(encounters.truthFrames()).asLongStream().sum(),
        IntStream.of(encounters.trackFrames()).asLongStream().sum());
  }

  IdentityCounts plus(IdentityCounts other) {
    return new IdentityCounts(right + other.right, truths + other.truths, tracks + other.tracks);
  }

  double idf1() {
    return 2.0 * right / Math.max(1, truths + tracks);
  }

  double precision() {
    return (double) right / Math.max(1, tracks);
  }

  double recall() {
    return (double) right / Math.max(1, truths);
  }
}
