package io.paastreams.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.geometry.Size;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClipCacheTest {

  private static final Size SIZE = new Size(6, 4);

  @TempDir Path folder;
  private final List<Path> decoded = new ArrayList<>();

  @Test
  void wantedFrames_areDecodedOnce_andReadBack() throws IOException {
    List<Sample> samples = List.of(frame(1, "gray.mp4", 2), frame(2, "color.mp4", 0));
    ClipCache first = open(samples);
    ClipCache second = open(samples);

    assertThat(decoded).containsExactly(Path.of("clips/gray.mp4"), Path.of("clips/color.mp4"));
    for (ClipCache cache : List.of(first, second)) {
      Pixels gray = cache.read(samples.get(0).image());
      assertThat(gray.channels()).isEqualTo(1);
      assertThat(gray.data()).containsOnly(22);
      Pixels color = cache.read(samples.get(1).image());
      assertThat(color.channels()).isEqualTo(3);
      assertThat(color.data()).startsWith(100, 20, 20);
    }
  }

  @Test
  void framesThatTheCacheLacks_areDecodedAgain() throws IOException {
    open(List.of(frame(1, "gray.mp4", 2)));

    ClipCache cache = open(List.of(frame(1, "gray.mp4", 2), frame(2, "gray.mp4", 4)));

    assertThat(decoded).hasSize(2);
    assertThat(cache.read(frame(2, "gray.mp4", 4).image()).data()).containsOnly(24);
  }

  @Test
  void aClipThatIsTooShort_orOfAnotherSize_isRefusedByName() {
    assertThatThrownBy(() -> open(List.of(frame(1, "gray.mp4", 99))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gray.mp4 has only 0 of the 1 annotated frames");
    Sample large =
        new Sample(
            new DatasetImage(1, "x", new Size(60, 40), new ClipFrame("gray.mp4", 1, "")),
            List.of());
    assertThatThrownBy(() -> open(List.of(large))).hasMessageContaining("6x4");
  }

  private ClipCache open(List<Sample> samples) throws IOException {
    return ClipCache.open(
        folder, Path.of("clips"), samples, this::decode, (done, total, file) -> {});
  }

  /** Ten frames whose value is the frame's index. */
  private void decode(Path clip, ClipDecoder.FrameSink sink) throws IOException {
    decoded.add(clip);
    boolean more = true;
    for (int i = 0; i < 10 && more; i++) {
      byte[] rgb = new byte[3 * (int) SIZE.area()];
      Arrays.fill(rgb, (byte) (20 + i));
      if (clip.endsWith("color.mp4")) {
        rgb[0] = 100;
      }
      more = sink.accept(i, new RgbImage(SIZE, rgb));
    }
  }

  private static Sample frame(long id, String clip, int index) {
    return new Sample(
        new DatasetImage(id, "f" + id, SIZE, new ClipFrame(clip, index, "")), List.of());
  }
}
