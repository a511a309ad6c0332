package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.geometry.Size;
import io.paastreams.inference.Detector;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
class NativeMemoryCapTest {

  private static final Size INPUT = new Size(96, 64);

  private static Detector detector;

  @BeforeAll
  static void load() {
    detector =
        RunningModel.load(
            Models.read(Path.of("models/golden-tiny"), new PrintWriter(System.err)),
            config("model.device=cpu").model().detectorOptions());
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  private static PaaStreamsConfig config(String setting) {
    return PaaStreamsConfig.load(
        null,
        Map.of(),
        List.of(
            "kafka.bootstrap.servers=x:1",
            "registry.url=http://x",
            "model.path=models/golden-tiny",
            setting));
  }

  private static Detector capped(PaaStreamsConfig config) {
    return NativeMemoryCap.over(detector, config, INPUT);
  }

  @Test
  void withoutCap_nothingIsChangedOrMeasured() {
    assertThat(capped(config("batch.maxSize=9"))).isSameAs(detector);
  }

  @Test
  void capThatHoldsAll_leavesBatchesTheirSize() {
    assertThat(capped(config("model.maxNativeMemory=100GiB")).maxBatch()).isEqualTo(8);
  }

  @Test
  void capThatHoldsNotOneImage_isRefusedWithWhatWouldDo() {
    PaaStreamsConfig config = config("model.maxNativeMemory=64MiB");
    assertThatThrownBy(() -> capped(config))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageMatching(
            "model.maxNativeMemory is 64 MiB, but the process takes \\d{3,} MiB .* image of"
                + " 96x64: raise it, .*");
  }
}
