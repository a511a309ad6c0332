package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatMemoryLongIT {

  private static final long FRAMES = Long.getLong("paa.memory.frames", 100_000);

  @TempDir private Path folder;

  @Test
  void residentMemory_isFlat_overHundredThousandFrames() throws Exception {
    assertThat(FlatMemory.growthMib(folder, FRAMES, 1_000)).isLessThan(32);
  }
}
