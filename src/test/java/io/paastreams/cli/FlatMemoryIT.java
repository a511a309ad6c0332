package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatMemoryIT {

  /** Half of these frames' inputs alone take 280 MiB. */
  private static final long FRAMES = 4_000;

  @TempDir private Path folder;

  @Test
  void residentMemory_isFlat_overThousandsOfFrames() throws Exception {
    assertThat(FlatMemory.growthMib(folder, FRAMES, 100)).isLessThan(48);
  }
}
