package io.paastreams.training;

import static org.awaitility.Awaitility.await;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Java's memory outside of its heap, which arrays made from Java values lie in. */
public final class DirectMemory {

  private static final int BLOCKS = 1000;

  private DirectMemory() {}

  /** Frees what no object holds any more, and has it written over. */
  public static void reuse() {
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    ByteBuffer.allocateDirect(Float.BYTES);
    long before = direct.getCount();
    System.gc();
    await().until(() -> direct.getCount() < before);
    List<ByteBuffer> others = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      others.add(ByteBuffer.allocateDirect(Double.BYTES).putDouble(0, Double.NaN));
    }
    others.clear();
  }
}
