package io.paastreams.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paastreams.image.Preprocessor;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.InferenceListener;
import io.paastreams.inference.PaaDetector;
import io.paastreams.inference.PrecisionChoice;
import io.paastreams.ingest.FrameSource;
import io.paastreams.ingest.OpenOptions;
import io.paastreams.ingest.SourceFrame;
import io.paastreams.ingest.SourceLocation;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.Recipe;
import io.paastreams.model.torch.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped model finds in int8 what it finds in float32: on every tenth frame of the demo's
 * annotated clips, which it was neither trained nor calibrated on.
 */
class Int8AccuracyTest {

  private static final int STEP = 10;

  /**
   * On every frame it is within 0.003, which {@link Int8AccuracyLongIT} holds. Frames of four clips
   * resemble each other: of a tenth of them, one object that slips below another's score moves the
   * mean of four classes by more.
   */
  private static final double TOLERANCE = 0.01;

  @TempDir private Path folder;

  /** On every so many frames. */
  static DetectionQuality quality(Precision precision, int step, Path folder) throws Exception {
    Model model = ModelFolder.read(Path.of("models/thermal-sky"));
    Recipe.Input input = model.recipe().input();
    Preprocessor preprocessor =
        new Preprocessor(input.maxLongSide(), input.maxShortSide(), input.sizeDivisor());
    DemoClips.Extracted clips =
        DemoClips.extractTo(Files.createDirectory(folder.resolve(precision.name())));
    try (PaaDetector detector =
        PaaDetector.load(
            model,
            DetectorOptions.DEFAULT.withDevice("cpu").withPrecision(precision),
            InferenceListener.NONE)) {
      for (int camera = 0; camera < clips.files().size(); camera++) {
        try (FrameSource source =
            new SourceLocation.VideoFile(clips.files().get(camera)).open(OpenOptions.standard())) {
          int sequence = 0;
          for (Optional<SourceFrame> frame = source.next();
              frame.isPresent();
              frame = source.next()) {
            if (sequence % step == 0) {
              clips
                  .truth()
                  .detected(
                      camera,
                      sequence,
                      detector.detect(List.of(preprocessor.prepare(frame.get().pixels()))).get(0));
            }
            sequence++;
          }
        }
      }
    }
    return clips.truth().quality().orElseThrow();
  }

  @Test
  void int8_findsWhatFloat32Finds() throws Exception {
    assumeTrue(PrecisionChoice.byteArithmetic().exact(), "this CPU has no VNNI");
    DetectionQuality float32 = quality(Precision.FLOAT32, STEP, folder);
    DetectionQuality int8 = quality(Precision.INT8, STEP, folder);
    assertThat(float32.frames()).isEqualTo(int8.frames()).isGreaterThan(100);
    assertThat(float32.ap50()).isGreaterThan(0.9);
    assertThat(int8.ap50()).isCloseTo(float32.ap50(), within(TOLERANCE));
  }
}
