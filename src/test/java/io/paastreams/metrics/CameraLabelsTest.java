package io.paastreams.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraLabelsTest {

  private final AtomicLong clock = new AtomicLong();
  private final List<String> forgotten = new ArrayList<>();

  @Test
  void camerasHaveLabels_untilNoneIsLeft() {
    CameraLabels labels = labels(2);

    assertThat(labels.of("a")).isEqualTo("a");
    assertThat(labels.of("b")).isEqualTo("b");
    assertThat(labels.of("c")).isEqualTo(CameraLabels.OTHER);
    assertThat(labels.of("a")).isEqualTo("a");
  }

  @Test
  void aBusyCameraTakesTheLabelOfASilentOne_andItsSeriesGo() {
    CameraLabels labels = labels(2);
    frames(labels, "a", 100);
    frames(labels, "silent", 1);
    frames(labels, "busy", 50);
    assertThat(forgotten).isEmpty();

    pass(61);

    assertThat(labels.of("busy")).isEqualTo("busy");
    assertThat(forgotten).containsExactly("silent");
    assertThat(labels.of("silent")).isEqualTo(CameraLabels.OTHER);
  }

  @Test
  void camerasWithAboutTheSameFrames_doNotTakeTurns() {
    CameraLabels labels = labels(1);
    frames(labels, "a", 100);
    for (int minute = 0; minute < 5; minute++) {
      frames(labels, "b", 130);
      frames(labels, "a", 100);
      pass(61);
    }
    assertThat(labels.of("a")).isEqualTo("a");
    assertThat(forgotten).isEmpty();
  }

  @Test
  void hostileIds_neitherTakeLabelsOfRealCameras_norAreLong() {
    CameraLabels labels = labels(3);
    frames(labels, "a", 100);
    frames(labels, "b", 100);
    for (int i = 0; i < 100_000; i++) {
      labels.of("random-" + i);
      if (i % 100 == 0) {
        frames(labels, "a", 1);
        frames(labels, "b", 1);
        pass(1);
      }
    }
    assertThat(labels.of("a")).isEqualTo("a");
    assertThat(labels.of("b")).isEqualTo("b");
    assertThat(labels(1).of("x".repeat(10_000))).hasSizeLessThan(110);
  }

  @Test
  void withoutLabels_allShareOne() {
    assertThat(labels(CameraLabels.parse("none")).of("a")).isEqualTo(CameraLabels.OTHER);
    assertThat(CameraLabels.parse("top:50")).isEqualTo(50);
    assertThat(CameraLabels.parse("all")).isEqualTo(CameraLabels.MOST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "some", "top:0", "top:", "top:-1", "top:1001", "top:99999999999"})
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> CameraLabels.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("top:N");
  }

  private CameraLabels labels(int limit) {
    CameraLabels labels = new CameraLabels(limit, clock::get);
    labels.onForgotten(forgotten::add);
    return labels;
  }

  private void pass(long seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private static void frames(CameraLabels labels, String camera, int count) {
    for (int i = 0; i < count; i++) {
      labels.of(camera);
    }
  }
}
