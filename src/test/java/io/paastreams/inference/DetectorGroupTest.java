package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.detection.Profile;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.GoldenWeights;
import io.paastreams.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** To which device a batch goes. */
@Tag("engine")
final class DetectorGroupTest {

  private static final ModelIdentity MODEL = new ModelIdentity("one", "0".repeat(64));
  private static final DetectionTerms TERMS = new DetectionTerms(Profile.SERVING, 0.5f, 0.2f);
  private static final LabelMap LABELS = new LabelMap(List.of("bird"));
  private static final List<PreparedImage> BATCH = List.of(PreparedImage.black(new Size(32, 32)));

  private final List<Numbered> members = IntStream.range(0, 3).mapToObj(Numbered::new).toList();
  private final DetectorGroup group = DetectorGroup.of(members);

  @Test
  void batches_goToTheDeviceThatHasTheFewest() {
    List<Integer> devices = new ArrayList<>();
    // Each batch starts while those before it are on their devices.
    members.get(0).meanwhile = () -> devices.add(device(group.detect(BATCH)));
    members.get(1).meanwhile = () -> devices.add(device(group.detect(BATCH)));
    devices.add(device(group.detect(BATCH)));
    assertThat(devices).containsExactly(2, 1, 0);
  }

  @Test
  void aDevice_isEmptyAgainOnceItIsFreeOrHasFailed() {
    List<Integer> devices = new ArrayList<>();
    group.detect(BATCH, () -> devices.add(device(group.detect(BATCH))));
    members.get(0).meanwhile =
        () -> {
          throw new InferenceException("planted", new IllegalStateException());
        };
    assertThatThrownBy(() -> group.detect(BATCH)).hasMessage("planted");
    members.get(0).meanwhile = () -> {};
    devices.add(device(group.detect(BATCH)));
    assertThat(devices).containsExactly(0, 0);
  }

  @Test
  void aGroup_isAsConcurrentAsItsMembersAndClosesThem() {
    assertThat(group.concurrency()).isEqualTo(6);
    assertThat(group.model()).isEqualTo(MODEL);
    assertThat(group.labels()).isEqualTo(LABELS);
    assertThat(group.terms()).isEqualTo(TERMS);
    assertThat(new MemoryCappedDetector(group, 1).terms()).isEqualTo(TERMS);
    group.close();
    assertThat(members).allMatch(member -> member.closed);
  }

  @Test
  void membersWithDifferentModels_areRefused() {
    Numbered other =
        new Numbered(0) {
          @Override
          public ModelIdentity model() {
            return new ModelIdentity("other", "1".repeat(64));
          }
        };
    assertThatThrownBy(() -> DetectorGroup.of(List.of(members.get(0), other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the same model");
    assertThatThrownBy(() -> DetectorGroup.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneDevice_needsNoGroup() {
    Model model =
        new Model(
            GoldenWeights.tinyRecipe(),
            List.of("ring", "square", "star", "cross"),
            GoldenWeights.tiny(),
            "00");
    try (Detector detector = DetectorGroup.load(model, DetectorOptions.DEFAULT.withDevice("cpu"))) {
      assertThat(detector).isInstanceOf(PaaDetector.class);
    }
  }

  private static int device(List<List<Detection>> results) {
    return results.get(0).get(0).classId();
  }

  /** Detects its own number. */
  private static class Numbered implements Detector {
    private final int number;
    Runnable meanwhile = () -> {};
    boolean closed;

    Numbered(int number) {
      this.number = number;
    }

    @Override
    public List<List<Detection>> detect(List<PreparedImage> batch) {
      meanwhile.run();
      return List.of(List.of(new Detection(new Box(0, 0, 1, 1), number, 1)));
    }

    @Override
    public List<List<Detection>> detect(List<PreparedImage> batch, Runnable deviceFree) {
      List<List<Detection>> result = detect(batch);
      deviceFree.run();
      return result;
    }

    @Override
    public int concurrency() {
      return 2;
    }

    @Override
    public LabelMap labels() {
      return LABELS;
    }

    @Override
    public DetectionTerms terms() {
      return TERMS;
    }

    @Override
    public ModelIdentity model() {
      return MODEL;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
