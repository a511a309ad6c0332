package io.paastreams.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.dataset.CocoReader;
import io.paastreams.dataset.Sample;
import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTruthTest {

  @TempDir private Path folder;
  private DemoTruth truth;
  private List<Sample> birds;

  @BeforeEach
  void unpack() throws IOException {
    truth = DemoClips.extractTo(folder).truth();
    birds =
        CocoReader.read(folder.resolve("truth.json.gz")).dataset().samples().stream()
            .filter(sample -> sample.image().fileName().startsWith("IR_BIRD_030/"))
            .toList();
  }

  @Test
  void theAnnotatedBoxes_scorePerfect() {
    for (int frame = 0; frame < birds.size(); frame++) {
      truth.detected(1, frame, annotated(frame, 0));
    }

    DetectionQuality quality = truth.quality().orElseThrow();

    assertThat(quality.frames()).isEqualTo(birds.size());
    assertThat(quality.ap50()).isCloseTo(1, within(1e-9));
    assertThat(quality.ap50ByClass()).containsOnlyKeys("bird");
  }

  @Test
  void boxesBesideTheObjects_areWorthNothing() {
    for (int frame = 0; frame < birds.size(); frame++) {
      truth.detected(1, frame, annotated(frame, 60));
    }

    assertThat(truth.quality().orElseThrow().ap50()).isLessThan(0.05);
  }

  @Test
  void aFrameCountsOnce_howeverOftenItsClipPlays() {
    truth.detected(1, 3, annotated(3, 0));
    truth.detected(1, 3 + birds.size(), List.of());
    truth.detected(1, 3 + 7L * birds.size(), List.of());

    assertThat(truth.quality().orElseThrow().frames()).isEqualTo(1);
    assertThat(truth.quality().orElseThrow().ap50()).isCloseTo(1, within(1e-9));
  }

  @Test
  void camerasBeyondTheClips_playThemAgain_andAreEvaluatedSeparately() {
    truth.detected(1, 3, annotated(3, 0));
    truth.detected(5, 3, List.of());

    assertThat(truth.quality().orElseThrow().frames()).isEqualTo(2);
    assertThat(truth.quality().orElseThrow().ap50()).isCloseTo(0.5, within(0.01));
  }

  @Test
  void withoutAnyFrame_thereIsNothingToEvaluate() {
    assertThat(truth.quality()).isEmpty();
  }

  @Test
  void aClipWithoutAnnotations_isNamed() {
    assertThatThrownBy(
            () -> DemoTruth.read(folder.resolve("truth.json.gz"), List.of("IR_BALLOON_001.mp4")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("IR_BALLOON_001.mp4");
  }

  private List<Detection> annotated(int frame, float aside) {
    return birds.get(frame).truths().stream()
        .map(
            object -> {
              Box box = object.box();
              return new Detection(
                  new Box(box.x1() + aside, box.y1(), box.x2() + aside, box.y2()),
                  object.classId(),
                  0.9f);
            })
        .toList();
  }
}
