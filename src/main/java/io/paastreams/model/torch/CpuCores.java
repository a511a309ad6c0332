package io.paastreams.model.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * How many threads a convolution can use: one per physical core, because sibling hardware threads
 * share its units.
 */
final class CpuCores {

  private static final int AVAILABLE = find();

  private CpuCores() {}

  /**
   * The number of physical cores that this process may use; all processors if the system does not
   * report cores.
   */
  static int available() {
    return AVAILABLE;
  }

  private static int find() {
    int processors = Runtime.getRuntime().availableProcessors();
    int cores = physical(Path.of("/proc/cpuinfo"));
    return cores == 0 ? processors : Math.min(processors, cores);
  }

  static int physical(Path cpuinfo) {
    Set<String> cores = new HashSet<>();
    String socket = "";
    try {
      for (String line : Files.readAllLines(cpuinfo)) {
        if (line.startsWith("physical id")) {
          socket = line;
        } else if (line.startsWith("core id")) {
          cores.add(socket + line);
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return cores.size();
  }
}
