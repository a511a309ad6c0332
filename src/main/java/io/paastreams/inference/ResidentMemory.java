package io.paastreams.inference;

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
 * What this process has in memory, as Linux counts it: the Java heap, and beside it the JVM's own,
 * the engine's libraries, weights, and whatever batches need while they are computed.
 *
 * <p>The kernel knows the most that the whole process ever had resident, and can be told to forget
 * it; the heap's part of it is what is resident between the addresses that the collector tells.
 *
 * <p>Threading: any, but there is one peak in a process.
 */
public final class ResidentMemory {

  private static final Logger LOG = LoggerFactory.getLogger(ResidentMemory.class);
  private static final Path SELF = Path.of("/proc/self");

  /** See proc(5): resets the peak. */
  private static final String FORGET_PEAK = "5";

  /** From the first to the last address of a space: {@code [0x0000000700000000, ..., 0x...)}. */
  private static final Pattern SPACE = Pattern.compile("\\[0x(\\p{XDigit}+),.*0x(\\p{XDigit}+)\\)");

  /** The first line of a mapping. */
  private static final Pattern MAPPING = Pattern.compile("(\\p{XDigit}+)-(\\p{XDigit}+) .*");

  private ResidentMemory() {}

  /** The most that was resident since it was forgotten, in bytes; empty where nobody knows. */
  public static OptionalLong peak() {
    try {
      return OptionalLong.of(kib(Files.readAllLines(SELF.resolve("status")), "VmHWM"));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Lets the peak be what is resident now. Where the kernel does not forget (it is not Linux, or
   * not allowed), peaks are those since the start: upper bounds.
   */
  public static void forgetPeak() {
    try {
      Files.writeString(SELF.resolve("clear_refs"), FORGET_PEAK);
    } catch (IOException e) {
      LOG.debug("an earlier peak of memory counts, too", e);
    }
  }

  /**
   * The most that was resident beside the heap while {@code work} was done, in bytes. What the heap
   * grows by meanwhile counts too, so rather too much than too little.
   *
   * @throws UncheckedIOException if the system does not tell
   */
  static long nativePeak(Runnable work) {
    try {
      forgetPeak();
      long heap = heap();
      work.run();
      return peak().orElseThrow(() -> new IOException("no " + SELF.resolve("status"))) - heap;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell this process's memory", e);
    }
  }

  /** Resident part of the Java heap. */
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

  /** Where the heap lies; empty if the collector does not tell, as ZGC. */
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
