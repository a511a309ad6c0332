package io.paastreams.evaluation;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which boxes that two models found in one frame are of the same object: boxes of the same class
 * with an IoU of at least {@value #LEAST_IOU}. The pairs with the largest IoU are made first and
 * each box is in at most one pair, so that neither model is favoured.
 *
 * @param pairs by descending IoU
 * @param onlyA unmatched boxes of the first model, in their order
 * @param onlyB unmatched boxes of the second model, in their order
 */
public record BoxPairs(List<Pair> pairs, List<Detection> onlyA, List<Detection> onlyB) {

  public static final double LEAST_IOU = 0.5;

  public BoxPairs {
    pairs = List.copyOf(pairs);
    onlyA = List.copyOf(onlyA);
    onlyB = List.copyOf(onlyB);
  }

  /** The boxes of two models for the same object. */
  public record Pair(Detection a, Detection b, double iou) {

    /** The score of the second model minus that of the first. */
    double scoreDifference() {
      return (double) b.score() - a.score();
    }
  }

  /** Matches the boxes of one frame, whose class ids mean the same on both sides. */
  public static BoxPairs match(List<Detection> a, List<Detection> b) {
    return match(a, b, true);
  }

  /** Matches the unmatched boxes again, whatever their class: the same object with two names. */
  List<Pair> renamed() {
    return match(onlyA, onlyB, false).pairs;
  }

  private static BoxPairs match(List<Detection> a, List<Detection> b, boolean sameClass) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      for (int j = 0; j < b.size(); j++) {
        if (!sameClass || a.get(i).classId() == b.get(j).classId()) {
          double iou = iou(a.get(i).box(), b.get(j).box());
          if (iou >= LEAST_IOU) {
            candidates.add(new Candidate(i, j, iou));
          }
        }
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::iou).reversed());
    boolean[] takenA = new boolean[a.size()];
    boolean[] takenB = new boolean[b.size()];
    List<Pair> pairs = new ArrayList<>();
    for (Candidate each : candidates) {
      if (!takenA[each.a] && !takenB[each.b]) {
        takenA[each.a] = true;
        takenB[each.b] = true;
        pairs.add(new Pair(a.get(each.a), b.get(each.b), each.iou));
      }
    }
    return new BoxPairs(pairs, rest(a, takenA), rest(b, takenB));
  }

  private record Candidate(int a, int b, double iou) {}

  private static List<Detection> rest(List<Detection> all, boolean[] taken) {
    List<Detection> rest = new ArrayList<>();
    for (int i = 0; i < taken.length; i++) {
      if (!taken[i]) {
        rest.add(all.get(i));
      }
    }
    return rest;
  }

  static double iou(Box a, Box b) {
    double w = (double) Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
    double h = (double) Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
    if (w <= 0 || h <= 0) {
      return 0;
    }
    double both = w * h;
    return both / ((double) a.area() + b.area() - both);
  }

  /** How much the models disagree: the scores of the boxes that only one of them has. */
  public double disagreement() {
    double scores = 0;
    for (Detection each : onlyA) {
      scores += each.score();
    }
    for (Detection each : onlyB) {
      scores += each.score();
    }
    return scores;
  }
}
