package io.paastreams.evaluation;

import io.paastreams.assignment.OptimalAssignment;
import io.paastreams.assignment.Pair;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.dataset.VideoPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Derives identities for annotated boxes that have none: overlapping boxes of consecutive frames
 * are the same object, assigned one to one with the largest sum of overlaps. An object that is not
 * annotated in one frame counts as a new one afterwards.
 */
public final class TruthIds {

  private TruthIds() {}

  /**
   * A copy of a dataset in which every object of its videos has an identity. Other images remain
   * unchanged.
   */
  public static Dataset byOverlap(Dataset dataset) {
    Map<Long, List<Sample>> byVideo = new LinkedHashMap<>();
    for (Sample sample : dataset.samples()) {
      VideoPosition position = sample.image().position();
      if (position != null) {
        byVideo.computeIfAbsent(position.videoId(), id -> new ArrayList<>()).add(sample);
      }
    }
    Map<Long, Sample> identified = new LinkedHashMap<>();
    for (List<Sample> video : byVideo.values()) {
      video.sort(
          Comparator.comparingLong(
              sample -> Objects.requireNonNull(sample.image().position()).number()));
      long next = 1;
      List<Truth> previous = List.of();
      for (Sample sample : video) {
        List<Truth> truths = new ArrayList<>();
        int[] sameAs = sameAs(previous, sample.truths());
        for (int i = 0; i < sameAs.length; i++) {
          Long id = sameAs[i] == OptimalAssignment.NONE ? null : previous.get(sameAs[i]).trackId();
          truths.add(sample.truths().get(i).tracked(id == null ? next++ : id));
        }
        identified.put(sample.image().id(), new Sample(sample.image(), truths));
        previous = truths;
      }
    }
    return new Dataset(
        dataset.categories(),
        dataset.samples().stream()
            .map(sample -> identified.getOrDefault(sample.image().id(), sample))
            .toList());
  }

  private static int[] sameAs(List<Truth> previous, List<Truth> now) {
    List<Pair> pairs = new ArrayList<>();
    for (int row = 0; row < now.size(); row++) {
      for (int column = 0; column < previous.size(); column++) {
        double overlap =
            TrackedBox.of(0, now.get(row)).overlap(TrackedBox.of(0, previous.get(column)));
        if (overlap > 0 && now.get(row).classId() == previous.get(column).classId()) {
          pairs.add(new Pair(row, column, overlap));
        }
      }
    }
    return OptimalAssignment.mostGain(now.size(), previous.size(), pairs);
  }
}
