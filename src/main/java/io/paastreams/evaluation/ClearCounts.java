package io.paastreams.evaluation;

import static io.paastreams.assignment.OptimalAssignment.NONE;

import io.paastreams.assignment.OptimalAssignment;
import io.paastreams.assignment.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * CLEAR MOT (Bernardin and Stiefelhagen, 2008) at an IoU of 0.5. A pair from the previous frame is
 * kept as long as it meets the threshold.
 *
 * @param matches the number of pairs
 * @param misses the number of objects without a track
 * @param falseBoxes the number of tracks without an object
 * @param switches how often an object is matched to a different track than the last time
 * @param overlap the sum of the pairs' IoU
 */
record ClearCounts(long matches, long misses, long falseBoxes, long switches, double overlap) {

  private static final double ROUNDING = Math.ulp(1.0);
  private static final double THRESHOLD = 0.5;

  /**
   * A bonus larger than anything that a frame's overlaps can add up to in favour of other pairs.
   */
  private static final double STAY = 1000;

  static ClearCounts of(Encounters encounters) {
    int[] lastTrack = new int[encounters.truthFrames().length];
    int[] previousTrack = new int[lastTrack.length];
    Arrays.fill(lastTrack, NONE);
    Arrays.fill(previousTrack, NONE);
    long truths = 0;
    long tracks = 0;
    long matches = 0;
    long switches = 0;
    double overlap = 0;
    for (Encounters.Frame frame : encounters.frames()) {
      truths += frame.truth().length;
      tracks += frame.tracks().length;
      if (frame.truth().length == 0 || frame.tracks().length == 0) {
        continue; // Nothing can be matched, and existing pairs are not forgotten because of it.
      }
      List<Pair> allowed = allowed(frame, previousTrack);
      int[] column =
          OptimalAssignment.mostGain(frame.truth().length, frame.tracks().length, allowed);
      Arrays.fill(previousTrack, NONE);
      for (Pair pair : frame.overlaps()) {
        if (column[pair.row()] != pair.column()) {
          continue;
        }
        int truth = frame.truth()[pair.row()];
        int track = frame.tracks()[pair.column()];
        matches++;
        overlap += pair.gain();
        switches += lastTrack[truth] != NONE && lastTrack[truth] != track ? 1 : 0;
        lastTrack[truth] = track;
        previousTrack[truth] = track;
      }
    }
    return new ClearCounts(matches, truths - matches, tracks - matches, switches, overlap);
  }

  private static List<Pair> allowed(Encounters.Frame frame, int[] previousTrack) {
    List<Pair> allowed = new ArrayList<>();
    for (Pair pair : frame.overlaps()) {
      if (pair.gain() >= THRESHOLD - ROUNDING) {
        boolean stays = previousTrack[frame.truth()[pair.row()]] == frame.tracks()[pair.column()];
        allowed.add(new Pair(pair.row(), pair.column(), pair.gain() + (stays ? STAY : 0)));
      }
    }
    return allowed;
  }

  ClearCounts plus(ClearCounts other) {
    return new ClearCounts(
        matches + other.matches,
        misses + other.misses,
        falseBoxes + other.falseBoxes,
        switches + other.switches,
        overlap + other.overlap);
  }

  double mota() {
    return (double) (matches - falseBoxes - switches) / Math.max(1, matches + misses);
  }

  double motp() {
    return overlap / Math.max(1, matches);
  }
}
