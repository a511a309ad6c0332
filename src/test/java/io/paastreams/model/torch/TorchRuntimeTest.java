package io.paastreams.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start of the engine and the settings that precede it. */
@Tag("engine")
class TorchRuntimeTest {

  @Test
  void engine_spinsBrieflyAndStaysOffline() {
    TorchRuntime.start();
    assertThat(ProcessEnvironment.get("OMP_WAIT_POLICY")).isEqualTo("active");
    assertThat(ProcessEnvironment.get("GOMP_SPINCOUNT")).isEqualTo("2000");
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
  }

  @Test
  void variables_areSetInTheProcessUnlessTheUserDid() {
    ProcessEnvironment.setIfAbsent("PAA_STREAMS_TEST_VARIABLE", "first");
    ProcessEnvironment.setIfAbsent("PAA_STREAMS_TEST_VARIABLE", "second");
    assertThat(ProcessEnvironment.get("PAA_STREAMS_TEST_VARIABLE")).isEqualTo("first");
    assertThat(ProcessEnvironment.get("PAA_STREAMS_NEVER_SET")).isNull();
  }

  @Test
  void engine_isLoadedFromTheLibrariesThatTheBuildUnpacked() {
    TorchRuntime.Facts facts = TorchRuntime.facts();
    assertThat(Path.of(facts.libraryFolder())).hasFileName("native");
    assertThat(facts.torchVersion()).startsWith("2.7.1");
    assertThat(facts.features()).contains("MKLDNN");
  }

  @Test
  void numberOfThreads_canBeChosenAndDefaultsToTheCores() {
    TorchRuntime.useThreads(1);
    assertThat(TorchRuntime.facts().threads()).isEqualTo(1);
    TorchRuntime.useThreads(0);
    int cores = TorchRuntime.facts().threads();
    assertThat(cores).isBetween(1, Runtime.getRuntime().availableProcessors());
    assertThat(TorchRuntime.threads(0, 1)).isEqualTo(cores);
    assertThat(TorchRuntime.threads(0, cores + 1)).isEqualTo(1);
    assertThat(TorchRuntime.threads(3, 4)).isEqualTo(3);
  }

  @Test
  void siblingsOfACore_countOnce(@TempDir Path folder) throws Exception {
    Path cpuinfo = folder.resolve("cpuinfo");
    StringBuilder text = new StringBuilder();
    for (int processor = 0; processor < 8; processor++) {
      text.append("processor\t: ").append(processor).append('\n');
      text.append("physical id\t: ").append(processor / 4).append('\n');
      text.append("core id\t\t: ").append(processor % 2).append("\n\n");
    }
    Files.writeString(cpuinfo, text);
    assertThat(CpuCores.physical(cpuinfo)).isEqualTo(4);
    assertThat(CpuCores.physical(folder.resolve("missing"))).isZero();
  }
}
