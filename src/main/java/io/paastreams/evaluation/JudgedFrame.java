package io.paastreams.evaluation;

import io.paastreams.assignment.OptimalAssignment;
import io.paastreams.assignment.Pair;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The annotated objects of one frame and the tracker's output for it. A sequence is a list of
 * frames in chronological order.
 *
 * @param truth the annotated objects
 * @param tracks the tracker's output
 */
public record JudgedFrame(List<TrackedBox> truth, List<TrackedBox> tracks) {

  private static final double LEAST_OVERLAP = 0.5;

  public JudgedFrame {
    truth = withDistinctIds("truth", truth);
    tracks = withDistinctIds("tracks", tracks);
  }

  /**
   * A frame with its annotations. Tracks whose box is that of an ignored object ({@link
   * Truth#crowd}) are left out, as TrackEval does: boxes are assigned to objects one to one from an
   * IoU of 0.5 on.
   *
   * @param frame every object that is not ignored has a track id
   * @param tracks the tracker's output
   */
  public static JudgedFrame of(Sample frame, List<TrackedBox> tracks) {
    List<Truth> truths = frame.truths();
    List<TrackedBox> boxes = new ArrayList<>();
    List<TrackedBox> objects = new ArrayList<>();
    for (Truth truth : truths) {
      TrackedBox box = TrackedBox.of(truth.trackId() == null ? 0 : truth.trackId(), truth);
      boxes.add(box);
      if (!truth.crowd()) {
        objects.add(box);
      }
    }
    return new JudgedFrame(
        objects, objects.size() == boxes.size() ? tracks : withoutIgnored(truths, boxes, tracks));
  }

  private static List<TrackedBox> withoutIgnored(
      List<Truth> truths, List<TrackedBox> boxes, List<TrackedBox> tracks) {
    List<Pair> pairs = new ArrayList<>();
    for (int row = 0; row < tracks.size(); row++) {
      for (int column = 0; column < boxes.size(); column++) {
        double overlap = tracks.get(row).overlap(boxes.get(column));
        if (overlap >= LEAST_OVERLAP) {
          pairs.add(new Pair(row, column, overlap));
        }
      }
    }
    int[] objectOf = OptimalAssignment.mostGain(tracks.size(), boxes.size(), pairs);
    List<TrackedBox> kept = new ArrayList<>();
    for (int row = 0; row < tracks.size(); row++) {
      if (objectOf[row] == OptimalAssignment.NONE || !truths.get(objectOf[row]).crowd()) {
        kept.add(tracks.get(row));
      }
    }
    return kept;
  }

  private static List<TrackedBox> withDistinctIds(String side, List<TrackedBox> boxes) {
    Set<Long> seen = new HashSet<>();
    for (TrackedBox box : boxes) {
      if (!seen.add(box.id())) {
        throw new IllegalArgumentException(
            "a frame's " + side + " have two boxes of id " + box.id() + ": keep one of them");
      }
    }
    return List.copyOf(boxes);
  }
}
