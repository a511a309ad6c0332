package io.paastreams.training;

import io.paastreams.training.TrainingRecipe.OptimizerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** How much memory the process holds while it trains a small network. */
final class TrainingMemory {

  /**
   * Garbage collections vary, so the least of several readings is what the process really holds.
   */
  private static final long WINDOW = 30;

  private TrainingMemory() {}

  /**
   * Growth from the settled state to the end.
   *
   * @param settled after these steps caches and pools are filled, which is no leak
   * @return the growth of the resident set in bytes, including native memory
   */
  static long growth(long settled, long steps, Path out) throws IOException, InterruptedException {
    TreeMap<Long, Long> residentAt = new TreeMap<>();
    TrainingRecipe training = SmallRun.training(OptimizerConfig.Kind.ADAMW, steps, 1e-3);
    new Trainer(
            SmallRun.plan(training, out, 0),
            SmallRun.data(),
            weights -> 0,
            new SmallRun.Log() {
              @Override
              public void progress(Progress each) {
                residentAt.put(each.step(), residentBytes());
              }
            })
        .run();
    return least(residentAt.tailMap(steps - WINDOW))
        - least(residentAt.subMap(settled, settled + WINDOW));
  }

  private static long least(Map<Long, Long> residentAt) {
    return residentAt.values().stream().mapToLong(Long::longValue).min().orElseThrow();
  }

  private static long residentBytes() {
    System.gc();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
      throw new IllegalStateException("/proc/self/status has no VmRSS");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
