package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.geometry.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Successive models in one process that detects without a pause. */
@Tag("slow")
class ModelSwitchIT {

  private static final int SWITCHES = Integer.getInteger("paa.model.switches", 60);

  private static final int MEASURED_EVERY = 5;

  @TempDir private Path folder;

  @Test
  void manySwitches_loseNoFrame_andLeaveNativeMemoryFlat() throws Exception {
    try (PipelineLoad load =
        new PipelineLoad(
                folder,
                new Size(128, 96),
                "metrics.port=0",
                "metrics.adminToken=let-me-exchange-it")
            .awaitRunning()) {
      String instance = "--instances=" + load.found("metrics on http://([^/]+)/");
      load.detect(200, 200);
      CommandRun bad = exchange(instance, folder.resolve("nowhere"));
      assertThat(bad.status()).isEqualTo(1);
      assertThat(bad.err()).contains("keeps thermal-sky: there is no model at");

      List<Long> residentKib = new ArrayList<>();
      for (int i = 1; i <= SWITCHES; i++) {
        Path model = i % 2 == 0 ? folder.resolve("model") : Path.of("models/golden-tiny");
        boolean idle = i % MEASURED_EVERY == 0; // what batches in progress need comes and goes
        CompletableFuture<CommandRun> switching =
            CompletableFuture.supplyAsync(() -> exchange(instance, model.toAbsolutePath()));
        while (!idle && !switching.isDone()) {
          load.detect(50, 50);
        }
        CommandRun run = switching.get(1, TimeUnit.MINUTES);
        assertThat(run.status()).as(run.err()).isZero();
        if (idle) {
          residentKib.add(load.residentKib());
        }
      }
      load.detect(100, 100);

      assertThat(load.detected()).as("each frame once").isEqualTo(load.sent());
      assertThat(load.otherOutcomes()).as("skipped or dead-lettered").isZero();
      int third = residentKib.size() / 3; // in the first, code is still being compiled
      long middle = max(residentKib.subList(third, 2 * third));
      long last = max(residentKib.subList(2 * third, residentKib.size()));
      System.out.printf(
          "%d switches: resident at most %d MiB in the second third, %d MiB in the last; %d frames%n",
          SWITCHES, middle >> 10, last >> 10, load.sent());
      assertThat(last - middle).as("growth in KiB").isLessThan(32 << 10);
      assertThat(CommandRun.of("models", "switch", "--status", instance).out())
          .contains("SERVING", SWITCHES % 2 == 0 ? "thermal-sky" : "golden-tiny");
    }
  }

  private static CommandRun exchange(String instance, Path model) {
    return CommandRun.of(
        "models",
        "switch",
        "--model=" + model,
        "--set=metrics.adminToken=let-me-exchange-it",
        instance);
  }

  private static long max(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).max().orElseThrow();
  }
}
