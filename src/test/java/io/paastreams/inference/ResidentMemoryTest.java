package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
class ResidentMemoryTest {

  private static final int BLOCK = 96 << 20;

  /** Other threads of this JVM come and go. */
  private static final int NOISE = 32 << 20;

  @Test
  void nativeMemory_countsThoughItIsFreedAgain() {
    long before = ResidentMemory.nativePeak(() -> {});
    long peak =
        ResidentMemory.nativePeak(
            () -> {
              ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
              while (block.remaining() >= 4096) {
                block.put(block.position(), (byte) 1).position(block.position() + 4096);
              }
            });
    assertThat(before).isPositive();
    assertThat(peak - before).isBetween((long) BLOCK - NOISE, (long) BLOCK + NOISE);
  }

  @Test
  void heap_doesNotCount() {
    long before = ResidentMemory.nativePeak(() -> {});
    byte[] block = new byte[BLOCK];
    Arrays.fill(block, (byte) 1);
    long after = ResidentMemory.nativePeak(() -> {});
    assertThat(block[BLOCK - 1]).isEqualTo((byte) 1);
    assertThat(after - before).isLessThan(NOISE);
  }
}
