package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AvailableMemoryTest {

  @TempDir private Path folder;

  @Test
  void theLessOfMachineAndContainerCounts_withoutFilesThatCanBeReadAgain() throws Exception {
    Path machine = Files.writeString(folder.resolve("meminfo"), "MemAvailable:   4000 kB\n");
    assertThat(new AvailableMemory(machine, folder.resolve("none")).read()).isEqualTo(4_096_000);

    Files.writeString(folder.resolve("memory.max"), "2000000\n");
    Files.writeString(folder.resolve("memory.current"), "1500000\n");
    Files.writeString(folder.resolve("memory.stat"), "anon 7\ninactive_file 300000\n");
    assertThat(new AvailableMemory(machine, folder).read()).isEqualTo(800_000);

    Files.writeString(folder.resolve("memory.max"), "max\n");
    assertThat(new AvailableMemory(machine, folder).read()).isEqualTo(4_096_000);
    assertThat(new AvailableMemory(folder, folder).read()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aModelWithoutRoom_isRefusedWithBothFigures() {
    Newcomer.requireRoom(100L << 20, 200L << 20);
    assertThatThrownBy(() -> Newcomer.requireRoom(100L << 20, (200L << 20) - 1))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("needs about 200 MiB")
        .hasMessageContaining("199 MiB are available")
        .hasMessageContaining("restart the instances one by one");
  }
}
