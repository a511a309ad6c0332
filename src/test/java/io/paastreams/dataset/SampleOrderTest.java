package io.paastreams.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.geometry.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SampleOrderTest {

  @Test
  void anEpoch_showsEverySample_inBatchesOfOneShape() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      samples.add(sample(i, i < 7 ? new Size(20, 10) : new Size(10, 20), 0, null));
    }
    EpochOrder order = new EpochOrder(samples, 4, 3);

    assertThat(order.samplesPerEpoch()).isEqualTo(12);
    List<List<Sample>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      List<Sample> shown = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        shown.add(order.at(epoch * 12L + i, new SplittableRandom(0)));
      }
      assertThat(new HashSet<>(shown)).isEqualTo(new HashSet<>(samples));
      for (int batch = 0; batch < 12; batch += 4) {
        Set<Size> sizes = new HashSet<>();
        shown.subList(batch, batch + 4).forEach(each -> sizes.add(each.image().size()));
        assertThat(sizes).hasSize(1);
      }
      epochs.add(shown);
    }
    assertThat(epochs.get(1)).isNotEqualTo(epochs.get(0));
    assertThat(new EpochOrder(samples, 4, 3).at(17, new SplittableRandom(9)))
        .isEqualTo(epochs.get(1).get(5));
  }

  @Test
  void balanced_drawsClassesAlike_andDistantClipsByTheirWeight() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      samples.add(sample(i, new Size(8, 8), 0, new ClipFrame("long.mp4", i, "close")));
    }
    samples.add(sample(90, new Size(8, 8), 0, new ClipFrame("short.mp4", 0, "medium")));
    samples.add(sample(91, new Size(8, 8), 0, new ClipFrame("far.mp4", 0, "distant")));
    samples.add(sample(92, new Size(8, 8), 1, new ClipFrame("rare.mp4", 0, "close")));
    BalancedOrder order =
        new BalancedOrder(
            new Dataset(List.of(new Category(1, "a"), new Category(2, "b")), samples), 0.5);

    Map<String, Integer> drawn = new HashMap<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      ClipFrame frame = order.draw(random).image().frame();
      assertThat(frame).isNotNull();
      drawn.merge(frame == null ? "" : frame.file(), 1, Integer::sum);
    }

    assertThat(drawn.getOrDefault("rare.mp4", 0)).isBetween(4800, 5200);
    assertThat(drawn.getOrDefault("long.mp4", 0)).isBetween(1850, 2150);
    assertThat(drawn.getOrDefault("short.mp4", 0)).isBetween(1850, 2150);
    assertThat(drawn.getOrDefault("far.mp4", 0)).isBetween(900, 1100);
  }

  private static Sample sample(int id, Size size, int classId, @Nullable ClipFrame frame) {
    return new Sample(
        new DatasetImage(id, "p" + id, size, frame),
        List.of(new Truth(id, 1, 1, 4, 4, classId, false, 16)));
  }
}
