package io.paastreams.evaluation;

import io.paastreams.assignment.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sequence with dense numbers instead of ids, and every overlap of an object and a track, which
 * is all that the metrics need. Pairs of objects and tracks that never overlap take no memory.
 *
 * @param frames the frames in order
 * @param truthFrames the number of frames in which each object occurs
 * @param trackFrames the number of frames in which each track occurs
 */
record Encounters(List<Frame> frames, int[] truthFrames, int[] trackFrames) {

  /**
   * One frame.
   *
   * @param truth the numbers of its objects
   * @param tracks the numbers of its tracks
   * @param overlaps the pairs with an IoU above 0, which is their gain; rows and columns are
   *     positions in these two lists
   */
  record Frame(int[] truth, int[] tracks, List<Pair> overlaps) {}

  static Encounters of(List<JudgedFrame> sequence) {
    Map<Long, Integer> truthNumbers = new HashMap<>();
    Map<Long, Integer> trackNumbers = new HashMap<>();
    List<Frame> frames = new ArrayList<>();
    for (JudgedFrame frame : sequence) {
      frames.add(
          new Frame(
              numbers(frame.truth(), truthNumbers),
              numbers(frame.tracks(), trackNumbers),
              overlaps(frame)));
    }
    int[] truthFrames = new int[truthNumbers.size()];
    int[] trackFrames = new int[trackNumbers.size()];
    for (Frame frame : frames) {
      for (int truth : frame.truth()) {
        truthFrames[truth]++;
      }
      for (int track : frame.tracks()) {
        trackFrames[track]++;
      }
    }
    return new Encounters(frames, truthFrames, trackFrames);
  }

  private static int[] numbers(List<TrackedBox> boxes, Map<Long, Integer> numbers) {
    return boxes.stream()
        .mapToInt(box -> numbers.computeIfAbsent(box.id(), id -> numbers.size()))
        .toArray();
  }

  private static List<Pair> overlaps(JudgedFrame frame) {
    List<Pair> overlaps = new ArrayList<>();
    for (int row = 0; row < frame.truth().size(); row++) {
      for (int column = 0; column < frame.tracks().size(); column++) {
        double overlap = frame.truth().get(row).overlap(frame.tracks().get(column));
        if (overlap > 0) {
          overlaps.add(new Pair(row, column, overlap));
        }
      }
    }
    return overlaps;
  }

  /** Sums over pairs of an object and a track, in the order in which the pairs first met. */
  static final class PairSums {

    private final Map<Long, double[]> sums = new LinkedHashMap<>();
    private final int size;

    PairSums(int size) {
      this.size = size;
    }

    double[] of(int truth, int track) {
      return sums.computeIfAbsent(((long) truth << 32) | track, key -> new double[size]);
    }

    void forEach(Visitor visitor) {
      sums.forEach((key, sum) -> visitor.visit((int) (key >> 32), key.intValue(), sum));
    }

    interface Visitor {
      void visit(int truth, int track, double[] sums);
    }
  }
}
