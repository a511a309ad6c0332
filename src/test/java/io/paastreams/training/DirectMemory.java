package io.paastreams.training;

import static org.awaitility.Awaitility.await;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Java's memory outside its heap, which holds arrays made from Java values. */
public final class DirectMemory {

  private static final int BLOCKS = 1000;

  private DirectMemory() {}

  /** Frees memory that no object holds any more, and has it overwritten. */
  public static void reuse() {
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    blocks().clear();
    long before = direct.getCount();
    System.gc();
    // Threads of other tests may allocate meanwhile, but not that many.
    await().until(() -> direct.getCount() < before - BLOCKS / 2);
    blocks().clear();
  }

  private static List<ByteBuffer> blocks() {
    List<ByteBuffer> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      blocks.add(ByteBuffer.allocateDirect(Double.BYTES).putDouble(0, Double.NaN));
    }
    return blocks;
  }
}
