package io.paastreams.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much memory this process can still get: what the machine has available, or what its container
 * leaves (control groups version 2), whichever is less. Files that can be read again do not count
 * as used.
 */
public final class AvailableMemory {

  private static final Logger LOG = LoggerFactory.getLogger(AvailableMemory.class);

  private final Path machine;
  private final Path container;

  AvailableMemory(Path machine, Path container) {
    this.machine = machine;
    this.container = container;
  }

  /**
   * The bytes that this process can still get; {@link Long#MAX_VALUE} if the system does not report
   * them.
   */
  public static long bytes() {
    return new AvailableMemory(Path.of("/proc/meminfo"), Path.of("/sys/fs/cgroup")).read();
  }

  long read() {
    return Math.min(ofMachine(), ofContainer());
  }

  private long ofMachine() {
    try {
      return 1024 * number(Files.readAllLines(machine), "MemAvailable:");
    } catch (IOException | NumberFormatException e) {
      LOG.debug("the memory of the machine is not known", e);
      return Long.MAX_VALUE;
    }
  }

  private long ofContainer() {
    try {
      String max = Files.readString(container.resolve("memory.max")).strip();
      if (max.equals("max")) {
        return Long.MAX_VALUE;
      }
      long used = Long.parseLong(Files.readString(container.resolve("memory.current")).strip());
      long files = number(Files.readAllLines(container.resolve("memory.stat")), "inactive_file ");
      return Math.max(0, Long.parseLong(max) - used + files);
    } catch (IOException | NumberFormatException e) {
      LOG.debug("no limit of a container is known", e);
      return Long.MAX_VALUE;
    }
  }

  private static long number(List<String> lines, String name) throws IOException {
    for (String line : lines) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no " + name);
  }
}
