package io.paastreams.evaluation;

import io.paastreams.assignment.OptimalAssignment;
import io.paastreams.assignment.Pair;
import io.paastreams.evaluation.Encounters.PairSums;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Higher order tracking accuracy (Luiten et al., IJCV 2021): how well objects are found (DetA) and
 * how well they are told apart over time (AssA), as the mean over 19 IoU thresholds. One matching
 * per frame serves all thresholds; it prefers pairs that overlap throughout the sequence.
 *
 * @param matches the number of matched pairs for each threshold
 * @param association the sum of these pairs' association accuracy
 * @param overlap the sum of these pairs' IoU
 * @param truths the number of ground-truth boxes
 * @param tracks the number of the tracker's boxes
 */
record HotaCounts(
    List<Double> matches,
    List<Double> association,
    List<Double> overlap,
    long truths,
    long tracks) {

  static final int THRESHOLDS = 19;

  /** An IoU that equals the threshold except for the last bit meets it. */
  private static final double ROUNDING = Math.ulp(1.0);

  HotaCounts {
    matches = List.copyOf(matches);
    association = List.copyOf(association);
    overlap = List.copyOf(overlap);
  }

  static double threshold(int index) {
    return 0.05 + index * 0.05;
  }

  static HotaCounts of(Encounters encounters) {
    PairSums alignment = alignment(encounters);
    double[] matches = new double[THRESHOLDS];
    double[] overlap = new double[THRESHOLDS];
    PairSums matched = new PairSums(THRESHOLDS);
    for (Encounters.Frame frame : encounters.frames()) {
      for (Pair pair : bestPairs(frame, alignment)) {
        double[] together = matched.of(frame.truth()[pair.row()], frame.tracks()[pair.column()]);
        for (int t = 0; t < THRESHOLDS && pair.gain() >= threshold(t) - ROUNDING; t++) {
          matches[t]++;
          overlap[t] += pair.gain();
          together[t]++;
        }
      }
    }
    double[] association = new double[THRESHOLDS];
    matched.forEach(
        (truth, track, together) -> {
          double either = encounters.truthFrames()[truth] + encounters.trackFrames()[track];
          for (int t = 0; t < THRESHOLDS; t++) {
            association[t] += together[t] * together[t] / Math.max(1, either - together[t]);
          }
        });
    return new HotaCounts(
        list(t -> matches[t]),
        list(t -> association[t]),
        list(t -> overlap[t]),
        IntStream.of(encounters.truthFrames()).asLongStream().sum(),
        IntStream.of(encounters.trackFrames()).asLongStream().sum());
  }

  /** For each pair, the share of their frames in which they coincide, weighted by overlap. */
  private static PairSums alignment(Encounters encounters) {
    PairSums alignment = new PairSums(1);
    for (Encounters.Frame frame : encounters.frames()) {
      double[] ofTruth = new double[frame.truth().length];
      double[] ofTrack = new double[frame.tracks().length];
      for (Pair pair : frame.overlaps()) {
        ofTruth[pair.row()] += pair.gain();
        ofTrack[pair.column()] += pair.gain();
      }
      for (Pair pair : frame.overlaps()) {
        double either = ofTruth[pair.row()] + ofTrack[pair.column()] - pair.gain();
        alignment.of(frame.truth()[pair.row()], frame.tracks()[pair.column()])[0] +=
            pair.gain() / either;
      }
    }
    alignment.forEach(
        (truth, track, sum) ->
            sum[0] /= encounters.truthFrames()[truth] + encounters.trackFrames()[track] - sum[0]);
    return alignment;
  }

  /** The frame's matching, with the IoU as gain. */
  private static List<Pair> bestPairs(Encounters.Frame frame, PairSums alignment) {
    List<Pair> weighted = new ArrayList<>();
    for (Pair pair : frame.overlaps()) {
      double weight = alignment.of(frame.truth()[pair.row()], frame.tracks()[pair.column()])[0];
      weighted.add(new Pair(pair.row(), pair.column(), weight * pair.gain()));
    }
    int[] trackOf =
        OptimalAssignment.mostGain(frame.truth().length, frame.tracks().length, weighted);
    return frame.overlaps().stream().filter(pair -> trackOf[pair.row()] == pair.column()).toList();
  }

  HotaCounts plus(HotaCounts other) {
    return new HotaCounts(
        list(t -> matches.get(t) + other.matches.get(t)),
        list(t -> association.get(t) + other.association.get(t)),
        list(t -> overlap.get(t) + other.overlap.get(t)),
        truths + other.truths,
        tracks + other.tracks);
  }

  double detA(int threshold) {
    return matches.get(threshold) / Math.max(1, truths + tracks - matches.get(threshold));
  }

  double assA(int threshold) {
    return association.get(threshold) / Math.max(1, matches.get(threshold));
  }

  /** The localisation accuracy; 1 by convention if nothing is matched. */
  double locA(int threshold) {
    return matches.get(threshold) == 0 ? 1 : overlap.get(threshold) / matches.get(threshold);
  }

  double hota(int threshold) {
    return Math.sqrt(detA(threshold) * assA(threshold));
  }

  /** The mean over the thresholds. */
  static double mean(IntToDoubleFunction figure) {
    return IntStream.range(0, THRESHOLDS).mapToDouble(figure).sum() / THRESHOLDS;
  }

  private static List<Double> list(IntToDoubleFunction figure) {
    return IntStream.range(0, THRESHOLDS).mapToDouble(figure).boxed().toList();
  }
}
