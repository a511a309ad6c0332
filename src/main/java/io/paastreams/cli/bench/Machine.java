package io.paastreams.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import io.paastreams.model.torch.TorchRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine on which figures were measured.
 *
 * @param processor the name of the CPU
 * @param cores the number of cores that this process may use
 * @param memoryGiB the machine's memory
 * @param java the version and vendor
 * @param torch the version and device
 */
public record Machine(String processor, int cores, double memoryGiB, String java, String torch) {

  static Machine describe(String device) {
    TorchRuntime.Facts facts = TorchRuntime.facts();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() / (double) (1 << 30),
        System.getProperty("java.version") + ", " + System.getProperty("java.vendor"),
        "%s, %s, %d threads".formatted(facts.torchVersion(), device, facts.threads()));
  }

  private static String processorName() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
