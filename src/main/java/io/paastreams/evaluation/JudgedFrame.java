package io.paastreams.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is in one frame and what a tracker says is in it. A sequence is a list of frames in the
 * order of their times.
 *
 * @param truth annotated objects
 * @param tracks the tracker's output
 */
public record JudgedFrame(List<TrackedBox> truth, List<TrackedBox> tracks) {

  public JudgedFrame {
    truth = withDistinctIds("truth", truth);
    tracks = withDistinctIds("tracks", tracks);
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
