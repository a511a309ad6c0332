package io.paastreams.inference;

import io.paastreams.model.torch.NativeHeap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process has in memory, as Linux counts it: the Java heap, the JVM's own memory, the
 * engine's libraries, the weights, and whatever batches need while they are computed.
 *
 * <p>The kernel knows the peak resident size of the whole process and can be told to reset it; the
 * heap's part is what is resident between the addresses that the garbage collector reports.
 *
 * <p>Threading: safe, but a process has only one peak.
 */
public final class ResidentMemory {

  private static final Logger LOG = LoggerFactory.getLogger(ResidentMemory.class);
  private static final Path SELF = Path.of("/proc/self");

  /** The value that resets the peak; see proc(5). */
  private static final String FORGET_PEAK = "5";

  /** Matches the first to the last address of a space: {@code [0x0000000700000000, ..., 0x...)}. */
  private static final Pattern SPACE = Pattern.compile("\\[0x(\\p{XDigit}+),.*0x(\\p{XDigit}+)\\)");

  /** Matches the first line of a mapping. */
  private static final Pattern MAPPING = Pattern.compile("(\\p{XDigit}+)-(\\p{XDigit}+) .*");

  private ResidentMemory() {}

  /**
   * The peak resident size since it was last reset, in bytes; empty where the system does not
   * report it.
   */
  public static OptionalLong peak() {
    try {
      return OptionalLong.of(kib(Files.readAllLines(SELF.resolve("status")), "VmHWM"));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Resets the peak to what is resident now. Where that is impossible (not Linux, or not
   * permitted), peaks are those since the start of the process and thus upper bounds.
   */
  public static void forgetPeak() {
    try {
      Files.writeString(SELF.resolve("clear_refs"), FORGET_PEAK);
    } catch (IOException e) {
      LOG.debug("an earlier memory peak counts as well", e);
    }
  }

  /**
   * Returns to the system what a closed detector leaves behind: its buffers, which live until the
   * next garbage collection, and memory that the C library keeps for later.
   */
  public static void giveBack() {
    System.gc();
    NativeHeap.trim();
  }

  /**
   * The peak resident size outside the heap while {@code work} was done, in bytes. Growth of the
   * heap in the meantime also counts, so the result is too high rather than too low.
   *
   * @throws UncheckedIOException if the system does not report it
   */
  static long nativePeak(Runnable work) {
    try {
      forgetPeak();
      long heap = heap();
      work.run();
      return peak().orElseThrow(() -> new IOException("no " + SELF.resolve("status"))) - heap;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot determine this process's memory", e);
    }
  }

  /** The resident part of the Java heap. */
  private static long heap() throws IOException {
    Optional<Space> heap = heapSpace();
    if (heap.isEmpty()) {
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
    long resident = 0;
    boolean inside = false;
    for (String line : Files.readAllLines(SELF.resolve("smaps"))) {
      Matcher mapping = MAPPING.matcher(line);
      if (mapping.matches()) {
        inside = heap.get().contains(Long.parseUnsignedLong(mapping.group(1), 16));
      } else if (inside && line.startsWith("Rss:")) {
        resident += kib(List.of(line), "Rss");
      }
    }
    return resident;
  }

  private record Space(long from, long to) {

    boolean contains(long address) {
      return Long.compareUnsigned(address, from) >= 0 && Long.compareUnsigned(address, to) < 0;
    }
  }

  /** Where the heap is; empty if the collector does not report it, as with ZGC. */
  private static Optional<Space> heapSpace() {
    String info;
    try {
      info =
          String.valueOf(
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcHeapInfo",
                      new Object[] {null},
                      new String[] {String[].class.getName()}));
    } catch (JMException e) {
      return Optional.empty();
    }
    return SPACE
        .matcher(info)
        .results()
        .map(
            space ->
                new Space(
                    Long.parseUnsignedLong(space.group(1), 16),
                    Long.parseUnsignedLong(space.group(2), 16)))
        .reduce((a, b) -> new Space(Math.min(a.from, b.from), Math.max(a.to, b.to)));
  }

  private static long kib(List<String> lines, String name) {
    return lines.stream()
            .filter(line -> line.startsWith(name + ":"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(0)
        << 10;
  }
}
