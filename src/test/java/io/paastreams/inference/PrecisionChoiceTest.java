package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.devkit.ChildJvm;
import io.paastreams.geometry.Size;
import io.paastreams.inference.DetectorOptions.WarmUp;
import io.paastreams.model.ActivationRanges.Accuracy;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.layer.ByteArithmetic;
import io.paastreams.model.torch.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which precision is chosen, and which CPU may compute in int8. */
@Tag("engine")
class PrecisionChoiceTest {

  private static final DetectorOptions AUTO =
      DetectorOptions.DEFAULT
          .withDevice("cpu")
          .withPrecision(Precision.AUTO)
          .withWarmUps(List.of(new WarmUp(new Size(64, 64), 1)));

  private static Model model;

  @BeforeAll
  static void read() throws IOException {
    model = ModelFolder.read(Path.of("models/thermal-sky"));
  }

  @Test
  void fastest_isChosen_ifItIsClearlyFaster() {
    assertThat(fastest(1, 1.5, 0.4)).isEqualTo(Precision.INT8);
    assertThat(fastest(1, 0.6, 0.7)).isEqualTo(Precision.BFLOAT16);
    assertThat(fastest(1, 0.95, 0.92)).isEqualTo(Precision.FLOAT32);
  }

  private static Precision fastest(double float32, double bfloat16, double int8) {
    return PrecisionChoice.fastest(
        Map.of(Precision.FLOAT32, float32, Precision.BFLOAT16, bfloat16, Precision.INT8, int8));
  }

  @Test
  void auto_isResolved_andTheDetectorSaysToWhat() {
    try (PaaDetector detector = PaaDetector.load(model, AUTO, InferenceListener.NONE)) {
      assertThat(detector.describe()).containsPattern("float32|bfloat16|int8");
    }
  }

  @Test
  void auto_doesNotChooseInt8_whereItIsNotKnownToFindAsMuch() {
    Model without = new Model(model.recipe(), model.labels(), model.weights(), model.sha256());
    Model others = new Model(model.recipe(), model.labels(), model.weights(), "00", model.ranges());
    Model worse =
        model.withRanges(
            Objects.requireNonNull(model.ranges())
                .withAccuracy(new Accuracy(9, 0.5, 0.49, 0.8, 0.8)));
    for (Model doubtful : List.of(without, others, worse)) {
      assertThat(PrecisionChoice.resolve(doubtful, AUTO).precision())
          .isIn(Precision.FLOAT32, Precision.BFLOAT16);
    }
  }

  @Test
  void whatIsNotAuto_staysAsItIs() {
    DetectorOptions bfloat16 = AUTO.withPrecision(Precision.BFLOAT16);
    assertThat(PrecisionChoice.resolve(model, bfloat16)).isSameAs(bfloat16);
  }

  @Test
  void processorWhoseSumsOverflow_isRefusedWithTheMeasuredTime() {
    assertThatCode(() -> PrecisionChoice.requireExact(new ByteArithmetic(true, 2)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> PrecisionChoice.requireExact(new ByteArithmetic(false, 1.25)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no VNNI")
        .hasMessageContaining("1.25 of float32's time")
        .hasMessageContaining("choose float32");
  }

  /** The engine can be configured to do without newer instructions. */
  @Test
  @Timeout(60)
  void sumsWithoutVnni_areFoundToOverflow() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            ChildJvm.command(List.of("-Dai.djl.offline=true"), Probe.class.getName(), List.of()));
    builder.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).contains("exact=false");
  }

  /** Prints how its process convolves bytes. */
  static final class Probe {

    private Probe() {}

    public static void main(String[] arguments) {
      System.out.println(PrecisionChoice.byteArithmetic());
    }
  }
}
