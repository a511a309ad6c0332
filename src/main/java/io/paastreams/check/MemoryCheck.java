package io.paastreams.check;

import com.sun.management.OperatingSystemMXBean;
import io.paastreams.pipeline.PipelineConfig;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether the heap can hold what the configuration admits, and whether the machine can hold
 * the heap.
 */
final class MemoryCheck implements Check {

  /**
   * The share of the heap that may be planned for; the rest is for everything that is not counted.
   */
  private static final double PLAUSIBLE_SHARE = 0.6;

  private final PipelineConfig config;
  private final @Nullable Long nativeCap;
  private final long heap;
  private final long machine;

  /**
   * Creates a check of this process.
   *
   * @param nativeCap the value of {@code model.maxNativeMemory}
   */
  MemoryCheck(PipelineConfig config, @Nullable Long nativeCap) {
    this(config, nativeCap, Runtime.getRuntime().maxMemory(), machineBytes());
  }

  /**
   * Creates a check with given sizes in bytes.
   *
   * @param machine the memory of the machine or the container
   */
  MemoryCheck(PipelineConfig config, @Nullable Long nativeCap, long heap, long machine) {
    this.config = config;
    this.nativeCap = nativeCap;
    this.heap = heap;
    this.machine = machine;
  }

  private static long machineBytes() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
  }

  @Override
  public String subject() {
    return "memory";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    long frames = config.heapForFrames();
    String sum =
        "frames may take %d MiB of a heap of %d MiB (pipeline.maxInFlightBytes, and the clients'"
                .formatted(frames >> 20, heap >> 20)
            + " buffers of "
            + config.streamThreads()
            + " stream threads)";
    String remedy = "raise -Xmx, or lower pipeline.maxInFlightBytes or pipeline.maxFrameBytes";
    if (frames > heap) {
      findings.add(Finding.fault(subject(), sum, remedy));
    } else if (frames > PLAUSIBLE_SHARE * heap) {
      findings.add(Finding.warning(subject(), sum, remedy));
    } else {
      findings.add(Finding.ok(subject(), sum));
    }
    if (heap > 0.9 * machine) {
      findings.add(
          Finding.warning(
              subject(),
              "the heap may take %d of %d MiB: nothing is left for PyTorch"
                  .formatted(heap >> 20, machine >> 20),
              "lower -Xmx; the network needs one to a few GiB outside the heap"));
    }
    if (nativeCap != null && heap + nativeCap > machine) {
      findings.add(
          Finding.warning(
              subject(),
              "a heap of %d MiB and model.maxNativeMemory of %d MiB exceed the available memory of %d MiB"
                  .formatted(heap >> 20, nativeCap >> 20, machine >> 20),
              "lower -Xmx or model.maxNativeMemory"));
    }
    return findings;
  }
}
