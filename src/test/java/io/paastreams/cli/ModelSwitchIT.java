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

/** Models that follow each other in a process that detects without a pause. */
@Tag("slow")
class ModelSwitchIT {

  private static final int SWITCHES = Integer.getInteger("paa.model.switches", 50);

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

      CompletableFuture<List<Long>> switching =
          CompletableFuture.supplyAsync(
              () -> {
                List<Long> residentKib = new ArrayList<>();
                for (int i = 0; i < SWITCHES; i++) {
                  Path model = i % 2 == 0 ? Path.of("models/golden-tiny") : folder.resolve("model");
                  CommandRun run = exchange(instance, model.toAbsolutePath());
                  assertThat(run.status()).as(run.err()).isZero();
                  residentKib.add(load.residentKib());
                }
                return residentKib;
              });
      while (!switching.isDone()) {
        load.detect(50, 50);
      }
      List<Long> residentKib = switching.get(1, TimeUnit.SECONDS);
      load.detect(100, 100);

      assertThat(load.detected()).as("each frame once").isEqualTo(load.sent());
      assertThat(load.otherOutcomes()).as("skipped or dead-lettered").isZero();
      long first = max(residentKib.subList(SWITCHES / 5, SWITCHES * 3 / 5));
      long second = max(residentKib.subList(SWITCHES * 3 / 5, SWITCHES));
      System.out.printf(
          "%d switches: resident at most %d MiB in the first part, %d MiB in the second; %d frames%n",
          SWITCHES, first >> 10, second >> 10, load.sent());
      assertThat(second - first).as("growth in KiB").isLessThan(32 << 10);
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
