package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.geometry.Box;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.ingest.FrameSource;
import io.paastreams.ingest.OpenOptions;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.Precision;
import io.paastreams.model.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped model on the demo's clips, which it was not trained on. */
class ShippedModelTest {

  private static final Path CLIPS = Path.of("src/main/resources/io/paastreams/cli/demo");

  /** In class id order. */
  private static final List<String> NAMES =
      List.of("IR_AIRPLANE_023", "IR_BIRD_030", "IR_DRONE_128", "IR_HELICOPTER_025");

  private static final float SURE = 0.5f;

  private static Model model;
  private static List<PreparedImage> frames;

  @BeforeAll
  static void read() throws Exception {
    model = ModelFolder.read(Path.of("models/thermal-sky"));
    Recipe.Input input = model.recipe().input();
    Preprocessor preprocessor =
        new Preprocessor(input.maxLongSide(), input.maxShortSide(), input.sizeDivisor());
    frames = new ArrayList<>();
    for (String name : NAMES) {
      try (FrameSource source =
          new SourceLocation.VideoFile(CLIPS.resolve(name + ".mp4")).open(OpenOptions.standard())) {
        frames.add(preprocessor.prepare(source.next().orElseThrow().pixels()));
      }
    }
  }

  private static List<List<Detection>> detect(Precision precision) {
    DetectorOptions options = DetectorOptions.DEFAULT.withDevice("cpu").withPrecision(precision);
    try (PaaDetector detector =
        PaaDetector.load(
            model.recipe(),
            model.weights(),
            new LabelMap(model.labels()),
            new ModelIdentity("thermal-sky", model.sha256()),
            options)) {
      return detector.detect(frames);
    }
  }

  @Test
  void mostClips_beginWithASureDetectionOfTheirClass() {
    List<List<Detection>> found = detect(Precision.FLOAT32);
    int right = 0;
    for (int classId = 0; classId < NAMES.size(); classId++) {
      int wanted = classId;
      if (found.get(classId).stream().anyMatch(d -> d.classId() == wanted && d.score() >= SURE)) {
        right++;
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(3);
  }

  @Test
  void bfloat16_findsTheSameSureObjects() {
    List<List<Detection>> exact = detect(Precision.FLOAT32);
    List<List<Detection>> rounded = detect(Precision.BFLOAT16);
    int sure = 0;
    for (int i = 0; i < frames.size(); i++) {
      List<Detection> candidates = rounded.get(i);
      for (Detection object : exact.get(i)) {
        if (object.score() >= SURE) {
          sure++;
          assertThat(candidates).anySatisfy(other -> assertSame(other, object));
        }
      }
    }
    assertThat(sure).isGreaterThanOrEqualTo(3);
  }

  private static void assertSame(Detection actual, Detection expected) {
    assertThat(actual.classId()).isEqualTo(expected.classId());
    assertThat(actual.score()).isCloseTo(expected.score(), within(0.03f));
    Box a = actual.box();
    Box e = expected.box();
    assertThat(a.x1()).isCloseTo(e.x1(), within(1f));
    assertThat(a.y1()).isCloseTo(e.y1(), within(1f));
    assertThat(a.x2()).isCloseTo(e.x2(), within(1f));
    assertThat(a.y2()).isCloseTo(e.y2(), within(1f));
  }
}
