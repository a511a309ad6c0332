package io.paastreams.pipeline.faults;

import io.paastreams.event.EventSerdes;
import io.paastreams.event.Topics;
import io.paastreams.pipeline.faults.FaultSchedule.Strike;
import io.paastreams.pipeline.faults.FrameTally.Balance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Runs schedules, one at a time, on a cluster and a registry that are kept from one to the next:
 * what a schedule breaks it also repairs. A schedule for a cluster of another size has it replaced.
 *
 * <p>It waits generously and judges only the account. A slow machine makes a run long, not wrong;
 * what does make it wrong is a frame that does not come for {@link #QUIET} while nothing is broken.
 */
final class FaultHarness implements AutoCloseable {

  private static final Duration QUIET = Duration.ofSeconds(90);
  private static final Duration FIRST_FRAME = Duration.ofMinutes(3);
  private static final Duration OPEN_TRANSACTIONS = Duration.ofMinutes(2);

  private final Path folder;
  private final AtomicInteger runs = new AtomicInteger();
  private final ChildJvms jvms;
  private final RegistryPart registry;
  private @Nullable KafkaCluster cluster;
  private boolean broken;

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

  /** One cluster at a time: one that idles takes time from the others. */
  private KafkaCluster cluster(int size) throws Exception {
    KafkaCluster current = cluster;
    if (current == null || current.size() != size) {
      if (current != null) {
        current.close();
      }
      Path home = folder.resolve("cluster-%d-%d".formatted(size, runs.get()));
      current = KafkaCluster.start(jvms, size, home);
      cluster = current;
    }
    return current;
  }

  /** Runs a schedule with so many frames. Its logs are kept only if the promise was broken. */
  FaultReport run(FaultSchedule schedule, long frames) throws Exception {
    return run(schedule, frames, InstanceMain.class, QUIET);
  }

  /**
   * Runs a schedule with other instances than the pipeline's.
   *
   * @param quiet after that long without a frame the rest is missing
   */
  FaultReport run(FaultSchedule schedule, long frames, Class<?> instanceMain, Duration quiet)
      throws Exception {
    long start = System.nanoTime();
    KafkaCluster cluster = cluster(schedule.brokers());
    String id =
        "s%d-%s-%d"
            .formatted(schedule.seed(), schedule.guarantee(), runs.incrementAndGet())
            .toLowerCase(Locale.ROOT);
    Path home = Files.createDirectories(folder.resolve(id));
    registry.await(FIRST_FRAME);
    InstanceSettings own =
        new InstanceSettings(
            cluster.harnessServers(),
            registry.url(),
            id,
            schedule.guarantee(),
            schedule.protocol(),
            "");
    Installation.createTopics(cluster, own.names());
    FrameTally tally = new FrameTally();
    FaultReport report;
    try (EventSerdes serdes = own.serdes()) {
      serdes.prepare(own.names());
      Topics topics = Topics.of(own.names(), serdes);
      CameraFeed feed =
          new CameraFeed(
              cluster.harnessServers(),
              topics.frames(),
              Installation.PARTITIONS,
              frames,
              Duration.ofMillis(schedule.lengthMillis()));
      boolean fullDisks =
          schedule.strikes().stream().anyMatch(s -> s.fault() instanceof Fault.FullDisk);
      try (OutputReader reader = new OutputReader(cluster.harnessServers(), topics, tally).start();
          Installation installation =
              new Installation(
                  jvms,
                  instanceMain,
                  cluster,
                  registry,
                  (west, stateDir) ->
                      new InstanceSettings(
                          cluster.clientServers(west),
                          registry.url(),
                          id,
                          schedule.guarantee(),
                          schedule.protocol(),
                          stateDir),
                  feed,
                  fullDisks,
                  home)) {
        boolean finished = play(schedule, installation, feed, tally, reader, cluster, quiet);
        Balance balance = tally.against(feed.sent());
        requireAllOnTopic(cluster, own.names().frames(), balance.in());
        report =
            new FaultReport(
                schedule,
                balance,
                finished,
                installation.impossibleFaults(),
                installation.instancesEndedByThemselves(),
                (System.nanoTime() - start) / 1e9);
        installation.deleteTopics();
      }
    }
    if (report.isKept()) {
      delete(home);
    } else {
      broken = true;
    }
    return report;
  }

  private boolean play(
      FaultSchedule schedule,
      Installation installation,
      CameraFeed feed,
      FrameTally tally,
      OutputReader reader,
      KafkaCluster cluster,
      Duration quiet)
      throws Exception {
    if (schedule.registryDownMillis() > 0) {
      registry.stop(Duration.ofMillis(schedule.registryDownMillis()));
    }
    installation.startInstances(schedule.instances());
    feed.start();
    awaitSeen(tally, 1, FIRST_FRAME);
    long begin = System.nanoTime();
    progress("first frame");
    for (Strike strike : schedule.strikes()) {
      long millis = strike.afterMillis() - (System.nanoTime() - begin) / 1_000_000;
      if (millis > 0) {
        Thread.sleep(millis);
      }
      strike.fault().strike(installation);
    }
    feed.finish();
    progress("all sent");
    installation.heal();
    progress("healed");
    settle(tally, feed, quiet);
    progress("settled");
    installation.endInstances();
    progress("ended");
    try (Admin admin = cluster.admin()) {
      return reader.readToEnd(admin, OPEN_TRANSACTIONS);
    }
  }

  private static void progress(String what) {
    if (Boolean.getBoolean("paa.faults.verbose")) {
      System.err.printf("%tT %s%n", System.currentTimeMillis(), what);
    }
  }

  private static void awaitSeen(FrameTally tally, long frames, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (tally.seen() < frames && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }

  private static void settle(FrameTally tally, CameraFeed feed, Duration quiet)
      throws InterruptedException {
    long all = feed.sent().values().stream().mapToLong(Long::longValue).sum();
    long last = tally.seen();
    long lastChange = System.nanoTime();
    while (tally.seen() < all && System.nanoTime() - lastChange < quiet.toNanos()) {
      Thread.sleep(50);
      if (tally.seen() != last) {
        last = tally.seen();
        lastChange = System.nanoTime();
      }
    }
  }

  /** Else the account would be of something else than what the pipeline was given. */
  private static void requireAllOnTopic(KafkaCluster cluster, String frames, long sent)
      throws Exception {
    try (Admin admin = cluster.admin()) {
      Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
      admin
          .describeTopics(List.of(frames))
          .allTopicNames()
          .get()
          .forEach(
              (name, topic) ->
                  topic
                      .partitions()
                      .forEach(
                          p ->
                              partitions.put(
                                  new TopicPartition(name, p.partition()), OffsetSpec.latest())));
      long onTopic =
          admin.listOffsets(partitions).all().get().values().stream()
              .mapToLong(end -> end.offset())
              .sum();
      if (onTopic != sent) {
        throw new IllegalStateException(
            "the harness sent %d frames, but %d are on the topic".formatted(sent, onTopic));
      }
    }
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
    if (!broken) {
      delete(folder);
    }
  }
}
