package io.paastreams.model.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Laws of greedy suppression, and its corner cases. */
class NmsTest {

  @Property(tries = 200)
  void nms_keepsWhatThePlainDefinitionKeeps(
      @ForAll @Size(max = 60) List<@IntRange(max = 1_000_000) Integer> seeds,
      @ForAll @IntRange(max = 4) int threshold) {
    int count = seeds.size();
    float[] boxes = new float[4 * count];
    float[] scores = new float[count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      int seed = seeds.get(i);
      boxes[4 * i] = seed % 20;
      boxes[4 * i + 1] = seed / 20 % 20;
      boxes[4 * i + 2] = boxes[4 * i] + seed / 400 % 12;
      boxes[4 * i + 3] = boxes[4 * i + 1] + seed / 4800 % 12;
      scores[i] = (seed / 57600) / 20f;
      labels[i] = seed % 3;
    }
    float iou = 0.2f * threshold;

    assertThat(new Nms(iou, false, -1).keep(boxes, count, each(count), scores, labels, count))
        .containsExactly(plain(boxes, scores, labels, iou));
  }

  private static int[] plain(float[] boxes, float[] scores, int[] labels, float threshold) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      order.add(i);
    }
    order.sort((a, b) -> Float.compare(scores[b], scores[a]));
    List<Integer> kept = new ArrayList<>();
    for (int i : order) {
      boolean free =
          kept.stream()
              .noneMatch(
                  k ->
                      labels[k] == labels[i]
                          && Overlaps.iou(boxes, 4 * k, boxes, 4 * i) > threshold);
      if (free) {
        kept.add(i);
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void nothingIn_givesNothingOut() {
    assertThat(
            new Nms(0.5f, false, 100).keep(new float[0], 0, each(0), new float[0], new int[0], 0))
        .isEmpty();
  }

  @Test
  void overlapEqualToTheThreshold_isKept() {
    float[] boxes = {0, 0, 10, 10, 0, 5, 10, 15, 0, 0, 10, 20};
    // Boxes 0 and 2 overlap by exactly one half, boxes 0 and 1 by one third.
    assertThat(
            new Nms(0.5f, false, -1).keep(boxes, 3, each(3), new float[] {3, 2, 1}, new int[3], 3))
        .containsExactly(0, 1, 2);
    assertThat(
            new Nms(0.49f, false, -1).keep(boxes, 3, each(3), new float[] {3, 2, 1}, new int[3], 3))
        .containsExactly(0, 1);
  }

  @Test
  void identicalBoxesWithoutArea_doNotSuppressEachOther() {
    float[] boxes = {5, 5, 5, 5, 5, 5, 5, 5};
    assertThat(new Nms(0.5f, false, -1).keep(boxes, 2, each(2), new float[] {1, 1}, new int[2], 2))
        .containsExactly(0, 1);
  }

  @Test
  void coordinates_areRoundedAsTheReferencesClassOffsetRoundsThem() {
    // In class 79 the coordinates are moved by 79 * 1001 = 79079, where float32 has steps of 1/128.
    float[] boxes = {0, 0, 10, 10.002f, 0, 0, 10, 5, 990, 990, 1000, 1000};
    float[] scores = {0.9f, 0.8f, 0.7f};
    float threshold = 0.49995f;
    assertThat(
            new Nms(threshold, false, -1).keep(boxes, 3, each(3), scores, new int[] {0, 0, 1}, 3))
        .containsExactly(0, 1, 2);
    assertThat(
            new Nms(threshold, false, -1).keep(boxes, 3, each(3), scores, new int[] {79, 79, 1}, 3))
        .containsExactly(0, 2);
  }

  /** One box per candidate. */
  private static int[] each(int count) {
    return IntStream.range(0, count).toArray();
  }
}
