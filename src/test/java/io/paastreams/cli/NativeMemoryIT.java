package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.geometry.Size;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeMemoryIT {

  private static final int CAP_MIB = 700;

  /** Would take about 1.3 GiB. */
  private static final int WANTED = 64;

  @TempDir private Path folder;

  @Test
  void memoryBesideTheHeap_staysUnderTheCap_inFullBatches() throws Exception {
    try (PipelineLoad load =
        new PipelineLoad(
                folder,
                new Size(320, 256),
                "model.maxNativeMemory=" + CAP_MIB + "MiB",
                "batch.maxSize=" + WANTED,
                "pipeline.drainTarget=30s",
                "metrics.port=0")
            .awaitRunning()) {
      load.detect(400, 400);
      int limit = Integer.parseInt(load.found("batches of at most (\\d+): "));
      System.out.printf(
          "batches of %d, at most %d MiB beside the heap of the %d MiB allowed%n",
          limit, load.nativePeakMib(), CAP_MIB);
      assertThat(limit).isBetween(2, WANTED - 1);
      assertThat(load.largestBatch()).isEqualTo(limit);
      assertThat(load.nativePeakMib()).isLessThanOrEqualTo(CAP_MIB);
    }
  }
}
