package io.paastreams.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.layer.ByteArithmetic;
import io.paastreams.model.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the check reports about int8 before the start. */
@Tag("engine")
class PrecisionCheckTest {

  private static List<Finding> check(String model, Precision precision, ByteArithmetic found)
      throws IOException {
    Model read = ModelFolder.read(Path.of("models").resolve(model));
    return new PrecisionCheck(precision, () -> read, () -> found).run();
  }

  @Test
  void otherPrecisions_areNotMeasured() throws IOException {
    assertThat(check("thermal-sky", Precision.FLOAT32, new ByteArithmetic(false, 3))).isEmpty();
  }

  @Test
  void cpuWithVnni_isFine_andItsRatioIsReported() throws IOException {
    List<Finding> findings = check("thermal-sky", Precision.INT8, new ByteArithmetic(true, 0.31));
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).severity()).isEqualTo(FindingSeverity.OK);
    assertThat(findings.get(0))
        .hasToString("precision int8: a convolution takes 0.31 of float32's time here");
  }

  @Test
  void cpuThatGainsNothing_isReported() throws IOException {
    Finding finding = check("thermal-sky", Precision.INT8, new ByteArithmetic(true, 1.07)).get(0);
    assertThat(finding.severity()).isEqualTo(FindingSeverity.WARNING);
    assertThat(finding.toString()).contains("1.07 of float32's time").contains("auto");
  }

  @Test
  void processorWithoutVnni_andModelWithoutRanges_areFaults() throws IOException {
    Finding processor =
        check("thermal-sky", Precision.INT8, new ByteArithmetic(false, 0.57)).get(0);
    assertThat(processor.severity()).isEqualTo(FindingSeverity.FAULT);
    assertThat(processor.toString()).contains("no VNNI").contains("0.57 of float32's time");
    Finding model = check("golden-tiny", Precision.INT8, new ByteArithmetic(true, 0.3)).get(0);
    assertThat(model.severity()).isEqualTo(FindingSeverity.FAULT);
    assertThat(model.toString()).contains("quantize --model");
  }
}
