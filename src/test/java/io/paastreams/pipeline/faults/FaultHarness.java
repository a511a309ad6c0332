package io.paastreams.pipeline.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs schedules one at a time on a cluster and a registry that are kept between them: each
 * schedule repairs what it breaks. A schedule for another cluster size replaces the cluster.
 *
 * <p>Threading: one thread.
 */
final class FaultHarness implements AutoCloseable {

  private static final Duration REGISTRY_PATIENCE = Duration.ofMinutes(5);

  private final Path folder;
  private final ChildJvms jvms;
  private final RegistryPart registry;
  private @Nullable BrokerCluster cluster;
  private int runs;
  private int kept;

  /**
   * Starts the registry. Everything is kept below {@code folder}, and deleted if all went well.
   *
   * @param manySchedules whether what makes instances start faster is worth its price
   */
  FaultHarness(Path folder, boolean manySchedules) throws IOException {
    this.folder = folder;
    jvms = new ChildJvms(folder.resolve("jvms"), manySchedules);
    registry = new RegistryPart(folder.resolve("registry")).start();
  }

  /** Runs a schedule with that many frames. Its logs are kept only if the guarantee was broken. */
  FaultReport run(FaultSchedule schedule, long frames) throws Exception {
    return run(schedule, frames, InstanceMain.class, ScheduleRun.QUIET);
  }

  /**
   * The same with analytics beside the pipeline. The detections topic keeps its partitions: states
   * are kept by partition.
   */
  FaultReport runBoth(FaultSchedule schedule, long frames) throws Exception {
    return run(
        schedule.without(InjectedFault.AddDetectionPartitions.class),
        frames,
        BothMain.class,
        ScheduleRun.QUIET);
  }

  /**
   * Runs a schedule with other instances than the pipeline's.
   *
   * @param quiet the time without a frame after which the rest counts as missing
   */
  FaultReport run(FaultSchedule schedule, long frames, Class<?> instanceMain, Duration quiet)
      throws Exception {
    runs++;
    String id =
        "s%d-%s-%d".formatted(schedule.seed(), schedule.guarantee(), runs).toLowerCase(Locale.ROOT);
    Path home = Files.createDirectories(folder.resolve(id));
    Site site = new Site(jvms, cluster(schedule.brokers()), registry, instanceMain, home);
    registry.await(REGISTRY_PATIENCE);
    FaultReport report = new ScheduleRun(site, schedule, id, quiet).run(frames);
    if (report.isKept()) {
      kept++;
      delete(home);
    }
    return report;
  }

  /** One cluster at a time: one that idles takes time from the others. */
  private BrokerCluster cluster(int size) throws Exception {
    BrokerCluster current = cluster;
    if (current == null || current.size() != size) {
      if (current != null) {
        current.close();
      }
      Path home = folder.resolve("cluster-%d-%d".formatted(size, runs));
      current = BrokerCluster.start(jvms, size, home);
      cluster = current;
    }
    return current;
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
    registry.close();
    if (kept == runs) {
      delete(folder);
    }
  }
}
