package io.paastreams.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.inference.DetectorOptions;
import io.paastreams.model.torch.TorchRuntime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the check reports about the device before the start. */
@Tag("engine")
class DeviceCheckTest {

  private static Finding finding(String device, boolean forGpus, int gpus, boolean driver) {
    TorchRuntime.Facts facts =
        new TorchRuntime.Facts("2.7.1", "/opt/torch/lib", forGpus, Set.of(), gpus, 2);
    return new DeviceCheck(DetectorOptions.DEFAULT.withDevice(device))
        .finding(List.of(gpus > 0 ? "gpu:0" : "cpu"), facts, driver);
  }

  @Test
  void gpuThatIsUsed_andCpuWithoutAnyGpu_areFine() {
    assertThat(finding("auto", true, 1, true))
        .hasToString("device auto: gpu:0 with PyTorch 2.7.1 from /opt/torch/lib, 1 GPUs");
    assertThat(finding("auto", false, 0, false).severity()).isEqualTo(FindingSeverity.OK);
  }

  @Test
  void driverWithShippedPyTorch_isAWarning_thatGivesTheCommand() {
    Finding finding = finding("auto", false, 0, true);
    assertThat(finding.severity()).isEqualTo(FindingSeverity.WARNING);
    assertThat(finding.remedy()).contains("pip install torch==2.7.1").contains("--torch");
    assertThat(finding("cpu", false, 0, true).severity()).isEqualTo(FindingSeverity.OK);
  }

  @Test
  void buildForGpusThatSeesNone_isAWarning() {
    Finding finding = finding("auto", true, 0, true);
    assertThat(finding.severity()).isEqualTo(FindingSeverity.WARNING);
    assertThat(finding.remedy()).contains("nvidia-smi").contains("CUDA_VISIBLE_DEVICES");
  }

  @Test
  void gpuThatIsNotThere_isAFault_thatSaysHowToGetLibrariesForIt() {
    List<Finding> findings = new DeviceCheck(DetectorOptions.DEFAULT.withDevice("gpu:7")).run();
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).severity()).isEqualTo(FindingSeverity.FAULT);
    assertThat(findings.get(0).message()).contains("device is gpu:7");
  }
}
