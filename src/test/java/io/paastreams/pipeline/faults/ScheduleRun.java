package io.paastreams.pipeline.faults;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.cluster.HangingTransactions;
import io.paastreams.cluster.HangingTransactions.Hanging;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.RegistryUnavailableException;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.FrameTally;
import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.pipeline.faults.FaultSchedule.Strike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/**
 * One schedule, from its topics to its account.
 *
 * <p>It waits generously and checks only the account. A slow machine makes a run long, not wrong; a
 * run fails if no frame arrives for {@link #QUIET} while nothing is broken.
 */
final class ScheduleRun {

  static final Duration QUIET = Duration.ofSeconds(90);
  private static final Duration FIRST_FRAME = Duration.ofMinutes(3);
  private static final Duration OPEN_TRANSACTIONS = Duration.ofMinutes(2);

  private final Site site;
  private final BrokerCluster cluster;
  private final FaultSchedule schedule;
  private final InstanceSettings settings;
  private final Duration quiet;
  private final boolean withAnalytics;
  private final FrameTally tally = new FrameTally();
  private int aborted;

  ScheduleRun(Site site, FaultSchedule schedule, String id, Duration quiet) {
    this.site = site;
    this.withAnalytics = site.instanceMain() == BothMain.class;
    this.cluster = site.cluster();
    this.schedule = schedule;
    this.quiet = quiet;
    this.settings =
        new InstanceSettings(
            cluster.harnessServers(),
            site.registry().url(),
            id,
            schedule.guarantee(),
            schedule.protocol(),
            schedule.commitMillis(),
            "");
  }

  FaultReport run(long frames) throws Exception {
    long start = System.nanoTime();
    Installation.createTopics(cluster, settings.names(), uses());
    try (EventSerdes serdes = settings.serdes()) {
      prepare(serdes);
      Topics topics = Topics.of(settings.names(), serdes);
      AnalyticsAudit audit =
          withAnalytics ? AnalyticsAudit.begin(cluster.harnessServers(), topics) : null;
      CameraFeed feed =
          new CameraFeed(
              cluster.harnessServers(),
              topics.of(TopicKind.FRAMES),
              Installation.PARTITIONS,
              frames,
              Duration.ofMillis(schedule.lengthMillis()));
      try (OutputReader reader = new OutputReader(cluster.harnessServers(), topics, tally).start();
          Installation installation = new Installation(site, settings, feed, needsSmallDisks())) {
        boolean finished = play(installation, feed, reader, audit);
        Balance balance = tally.against(feed.sent());
        requireAllOnTopic(balance.in());
        AnalyticsBalance analytics = audit == null ? null : audit.balance();
        installation.deleteTopics(settings.id() + ".");
        return new FaultReport(
            schedule,
            balance,
            analytics,
            finished,
            aborted,
            installation.impossibleFaults(),
            installation.instancesEndedByThemselves(),
            installation.instancesKilledAtEnd(),
            (System.nanoTime() - start) / 1e9);
      }
    }
  }

  /** On a busy machine a running registry may not answer in time. */
  private void prepare(EventSerdes serdes) {
    long deadline = System.nanoTime() + OPEN_TRANSACTIONS.toNanos();
    while (true) {
      try {
        serdes.prepare(settings.names());
        return;
      } catch (RegistryUnavailableException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the registry does not answer", e);
        }
      }
    }
  }

  private boolean needsSmallDisks() {
    return schedule.strikes().stream().anyMatch(s -> s.fault() instanceof InjectedFault.FullDisk);
  }

  /** Returns whether everything that was ever written was read. */
  private boolean play(
      Installation installation,
      CameraFeed feed,
      OutputReader reader,
      @Nullable AnalyticsAudit audit)
      throws Exception {
    if (schedule.registryDownMillis() > 0) {
      site.registry().stop(Duration.ofMillis(schedule.registryDownMillis()));
    }
    installation.startInstances(schedule.instances());
    feed.start();
    awaitFirstFrame();
    if (audit != null) {
      audit.awaitFirstTracks(FIRST_FRAME);
    }
    feed.goOn();
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
    settle(feed);
    if (abortHangingTransactions() > 0) {
      progress("transactions aborted");
      settle(feed);
    }
    progress("settled");
    if (audit != null) {
      audit.awaitTracks(quiet);
      if (abortHangingTransactions() > 0) {
        audit.awaitTracks(quiet);
      }
      progress("analytics settled");
    }
    installation.endInstances();
    progress("ended");
    try (Admin admin = cluster.admin()) {
      return reader.readToEnd(admin, OPEN_TRANSACTIONS)
          || (abortHangingTransactions() > 0 && reader.readToEnd(admin, OPEN_TRANSACTIONS));
    }
  }

  /** As an operator does who reads what {@code check} says. Returns how many there were. */
  private int abortHangingTransactions() throws Exception {
    TopicNames names = settings.names();
    try (HangingTransactions transactions =
            HangingTransactions.connect(cluster.harnessServers(), Map.of());
        Admin admin = cluster.admin()) {
      List<Hanging> hanging = transactions.find(transactional(names));
      for (Hanging transaction : hanging) {
        admin
            .abortTransaction(
                new AbortTransactionSpec(
                    transaction.partition(),
                    transaction.producerId(),
                    (short) transaction.producerEpoch(),
                    transaction.coordinatorEpoch()))
            .all()
            .get();
      }
      aborted += hanging.size();
      return hanging.size();
    }
  }

  private List<TopicUse> uses() {
    List<TopicUse> uses = new ArrayList<>(DetectionPipeline.TOPICS);
    if (withAnalytics) {
      uses.addAll(AnalyticsApplication.TOPICS);
    }
    return uses;
  }

  /** All topics that the applications write to within transactions. */
  private List<String> transactional(TopicNames names) {
    Set<String> topics = new TreeSet<>();
    for (TopicUse use : uses()) {
      if (use.operation() == AclOperation.WRITE) {
        topics.add(names.of(use.kind()));
      }
    }
    if (withAnalytics) {
      topics.add(AnalyticsApplication.changelog(settings.analytics().applicationId()));
    }
    topics.add(HangingTransactions.GROUP_OFFSETS);
    return List.copyOf(topics);
  }

  private static void progress(String what) {
    if (Boolean.getBoolean("paa.faults.verbose")) {
      System.err.printf("%tT %s%n", System.currentTimeMillis(), what);
    }
  }

  private void awaitFirstFrame() throws InterruptedException {
    long deadline = System.nanoTime() + FIRST_FRAME.toNanos();
    while (tally.seen() == 0 && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
  }

  private void settle(CameraFeed feed) throws InterruptedException {
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
  private void requireAllOnTopic(long sent) throws Exception {
    String frames = settings.names().of(TopicKind.FRAMES);
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
}
