package io.paastreams.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
final class TrainingMemoryTest {

  /**
   * A step of this network allocates about 6 MB of arrays; keeping a tenth of them would be
   * noticed.
   */
  private static final long MOST = 32 << 20;

  @TempDir private Path folder;

  @Test
  void memory_isFlat_overManySteps() throws Exception {
    assertThat(TrainingMemory.growth(40, 130, folder)).isLessThan(MOST);
  }
}
