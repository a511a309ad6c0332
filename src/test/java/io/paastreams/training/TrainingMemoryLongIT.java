package io.paastreams.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingMemoryLongIT {

  private static final long STEPS = Long.getLong("paa.training.steps", 10_000);

  @TempDir private Path folder;

  @Test
  void memory_isFlat_overTenThousandSteps() throws Exception {
    long growth = TrainingMemory.growth(500, STEPS, folder);
    System.out.printf("resident memory grew by %d KiB over %d steps%n", growth >> 10, STEPS);
    assertThat(growth).isLessThan(32 << 20);
  }
}
