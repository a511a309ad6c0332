package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.Profile;
import io.paastreams.geometry.Box;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.ingest.FrameSource;
import io.paastreams.ingest.OpenOptions;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.Recipe;
import io.paastreams.model.torch.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bundled model on the demo's clips, which it was not trained on. */
@Tag("engine")
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
    try (PaaDetector detector =
        load(DetectorOptions.DEFAULT.withDevice("cpu").withPrecision(precision))) {
      return detector.detect(frames);
    }
  }

  private static PaaDetector load(DetectorOptions options) {
    return PaaDetector.load(model, options, InferenceListener.NONE);
  }

  @Test
  void whatIsServed_isPartOfTheReference_andNoObjectIsLost() {
    List<List<Detection>> reference = detect(Precision.FLOAT32);
    ScoringOptions serving = ScoringOptions.SERVING.withFaint(true);
    List<List<Detection>> served;
    DetectionTerms terms;
    try (PaaDetector detector =
        load(DetectorOptions.DEFAULT.withDevice("cpu").withScoring(serving))) {
      served = detector.detect(frames);
      terms = detector.terms();
    }
    assertThat(terms.profile()).isEqualTo(Profile.SERVING);
    assertThat(terms.scoreThreshold()).isEqualTo(model.recipe().serving().scoreThreshold());
    assertThat(terms.faintThreshold()).isEqualTo(model.recipe().serving().faintThreshold());
    for (int i = 0; i < frames.size(); i++) {
      List<Detection> sure = terms.sure(served.get(i));
      List<Detection> faint = terms.faint(served.get(i));
      assertThat(served.get(i)).containsExactlyElementsOf(concat(sure, faint));
      assertThat(reference.get(i)).extracting(Detection::box).hasSize(100);
      assertThat(reference.get(i))
          .extracting(Detection::box)
          .containsAll(served.get(i).stream().map(Detection::box).toList());
      // The best box of the object that the clip shows is served, and none of the others on it.
      Box best =
          reference.get(i).stream().max(Comparator.comparing(Detection::score)).orElseThrow().box();
      assertThat(sure.get(0).box()).isEqualTo(best);
      assertThat(reference.get(i).stream().filter(each -> overlap(each.box(), best)))
          .hasSizeGreaterThan(1);
      assertThat(sure.stream().filter(each -> overlap(each.box(), best))).hasSize(1);
      assertThat(faint).allMatch(each -> each.score() <= terms.scoreThreshold());
    }
  }

  private static boolean overlap(Box a, Box b) {
    return a.x1() < b.x2() && b.x1() < a.x2() && a.y1() < b.y2() && b.y1() < a.y2();
  }

  private static List<Detection> concat(List<Detection> first, List<Detection> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  @Test
  void servingChoosesFromTheReferencesBoxes_unlessLessIsAskedFor() {
    Recipe.Postprocess reference = model.recipe().postprocess();
    Recipe recipe = model.recipe().withServing(Recipe.Serving.standard(reference));
    float own = reference.scoreThreshold();
    assertThat(ScoringOptions.SERVING.postprocess(recipe).scoreThreshold()).isEqualTo(own);
    ScoringOptions low = ScoringOptions.SERVING.withScoreThreshold(0.02f).withFaint(true);
    assertThat(low.terms(recipe)).isEqualTo(new DetectionTerms(Profile.SERVING, 0.02f, null));
    assertThat(low.postprocess(recipe).scoreThreshold()).isBetween(0.019f, 0.02f);
  }

  @Test
  void aFaintThresholdAboveTheOther_isRefused() {
    ScoringOptions upsideDown = new ScoringOptions(Profile.SERVING, 0.3f, true, 0.4f, null);
    assertThatThrownBy(() -> load(DetectorOptions.DEFAULT.withScoring(upsideDown)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0 to the score threshold 0.3, not 0.4");
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

  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "INT8"})
  void coarserNumbers_findTheSameSureObjects(Precision precision) {
    assumeTrue(
        precision != Precision.INT8 || PrecisionChoice.byteArithmetic().exact(),
        "this CPU has no VNNI");
    List<List<Detection>> exact = detect(Precision.FLOAT32);
    List<List<Detection>> rounded = detect(precision);
    int sure = 0;
    for (int i = 0; i < frames.size(); i++) {
      List<Detection> candidates = rounded.get(i);
      for (Detection object : exact.get(i)) {
        if (object.score() >= SURE && isBest(object, exact.get(i))) {
          sure++;
          assertThat(candidates).anySatisfy(other -> assertSame(other, object));
        }
      }
    }
    assertThat(sure).isGreaterThanOrEqualTo(3);
  }

  /** Whether the worse of two boxes around one object is suppressed is a very close decision. */
  private static boolean isBest(Detection object, List<Detection> all) {
    return all.stream()
        .noneMatch(other -> other.score() > object.score() && overlap(other.box(), object.box()));
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
