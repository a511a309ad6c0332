package io.paastreams.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.dataset.Category;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.DatasetImage;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.dataset.VideoPosition;
import io.paastreams.geometry.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JudgedFrameTest {

  private static final Size SIZE = new Size(100, 100);

  @Test
  void aTrackOfAnIgnoredObject_isNeitherRightNorWrong() {
    Sample frame = frame(0, truth(1, 10, false).tracked(5), truth(2, 50, true), truth(3, 80, true));
    TrackedBox right = new TrackedBox(1, 10, 10, 20, 20);
    TrackedBox ofIgnored = new TrackedBox(2, 51, 10, 61, 20);
    TrackedBox wrong = new TrackedBox(3, 30, 10, 40, 20);
    TrackedBox barelyIgnored = new TrackedBox(4, 84, 10, 94, 20);

    JudgedFrame judged = JudgedFrame.of(frame, List.of(right, ofIgnored, wrong, barelyIgnored));

    assertThat(judged.truth()).containsExactly(new TrackedBox(5, 10, 10, 20, 20));
    assertThat(judged.tracks()).containsExactly(right, wrong, barelyIgnored);
  }

  /**
   * Boxes are assigned to objects first, as in TrackEval: only one is lost to the ignored object.
   */
  @Test
  void anIgnoredObject_excusesOneTrackOnly() {
    Sample frame = frame(0, truth(1, 10, true));

    JudgedFrame judged =
        JudgedFrame.of(
            frame, List.of(new TrackedBox(1, 11, 10, 21, 20), new TrackedBox(2, 10, 10, 20, 20)));

    assertThat(judged.tracks()).extracting(TrackedBox::id).containsExactly(1L);
  }

  @Test
  void boxesThatOverlapFromFrameToFrame_areOneObject() {
    Dataset dataset =
        new Dataset(
            List.of(new Category(1, "bird")),
            List.of(
                frame(2, truth(3, 14, false)),
                frame(0, truth(1, 10, false), truth(2, 60, false)),
                frame(1, truth(5, 64, false), truth(4, 12, false)),
                frame(3, truth(6, 16, false), truth(7, 68, false))));

    Dataset identified = TruthIds.byOverlap(dataset);

    assertThat(identified.samples())
        .extracting(sample -> sample.image().id())
        .as("the order stays")
        .containsExactly(2L, 0L, 1L, 3L);
    assertThat(ids(identified, 1)).containsExactly(1L, 2L);
    assertThat(ids(identified, 2)).containsExactly(2L, 1L);
    assertThat(ids(identified, 0)).containsExactly(1L);
    assertThat(ids(identified, 3)).as("gone for a frame: another object").containsExactly(1L, 3L);
  }

  private static List<Long> ids(Dataset dataset, int sample) {
    return dataset.samples().get(sample).truths().stream().map(Truth::trackId).toList();
  }

  private static Truth truth(long id, double x, boolean crowd) {
    return new Truth(id, x, 10, 10, 10, 0, crowd, 100);
  }

  private static Sample frame(int number, Truth... truths) {
    return new Sample(
        new DatasetImage(number, "f" + number, SIZE, null, new VideoPosition(1, "v", number, 10.0)),
        List.of(truths));
  }
}
