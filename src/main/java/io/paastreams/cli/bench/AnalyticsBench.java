package io.paastreams.cli.bench;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.analytics.AnalyticsConfig;
import io.paastreams.analytics.AnalyticsListener;
import io.paastreams.cluster.RulesTopic;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.RuleSet;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.streams.Guarantee;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Measures analytics through a real broker: how many detection records it processes from a backlog,
 * and what it costs at the rate of a thousand cameras.
 *
 * <p>This process also makes and sends the detection records and reads the tracks, so the CPU does
 * more than analytics; the broker has a process of its own.
 */
final class AnalyticsBench {

  private static final int CAMERAS = 1000;
  private static final int OBJECTS = 5;
  private static final double RATE = 10;
  private static final int PARTITIONS = 4;
  private static final int STREAM_THREADS = 2;

  /** The number of frames in the backlog per second of measurement. */
  private static final double BACKLOG_PER_SECOND = 15_000;

  /**
   * Frames for warming up, as a multiple of those that are measured: in a young process code is
   * still being compiled.
   */
  private static final double WARM_UP = 3;

  private static final int MOST_WARM_UP_SECONDS = 15;
  private static final double KEEPS_UP_SECONDS = 0.1;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final BenchServers servers;
  private final Duration each;
  private final Guarantee guarantee;

  AnalyticsBench(BenchServers servers, Duration each, Guarantee guarantee) {
    this.servers = servers;
    this.each = each;
    this.guarantee = guarantee;
  }

  /**
   * The figures through the broker.
   *
   * @param framesPerSecond with a backlog
   * @param processor CPU time per frame
   * @param steady at the rate of the cameras
   */
  record Throughput(double framesPerSecond, ProcessorUse.Micros processor, Steady steady) {}

  /**
   * The figures at the rate of the cameras.
   *
   * @param offeredPerSecond frames of all cameras together
   * @param framesPerSecond how many of them were processed
   * @param processor the CPU time per frame; the bench's own part of it is larger than with a
   *     backlog, because it makes, sends and reads records meanwhile
   * @param behind frames that had not been processed when the last one had been sent
   * @param p50Millis from the sending of a detection record to its track record at a consumer
   * @param p99Millis the same
   * @param changelogKiBPerSecond what the states add to the changelog
   * @param stateBytes the size of one camera's state in the changelog
   * @param startSeconds how long an instance with nothing to restore takes until it reads records
   * @param restoreSeconds the same for an instance that restores the states of all cameras
   */
  record Steady(
      int cameras,
      double offeredPerSecond,
      double framesPerSecond,
      ProcessorUse.Micros processor,
      long behind,
      double p50Millis,
      double p99Millis,
      double changelogKiBPerSecond,
      double stateBytes,
      double startSeconds,
      double restoreSeconds) {}

  Throughput run() {
    Backlog backlog = backlog();
    return new Throughput(backlog.framesPerSecond(), backlog.processor(), steady());
  }

  private record Backlog(double framesPerSecond, ProcessorUse.Micros processor) {}

  private Backlog backlog() {
    Topics topics = servers.topics("analytics-backlog", PARTITIONS);
    apply(topics);
    long measured = Math.round(BACKLOG_PER_SECOND * each.toNanos() / 1e9);
    long warmUp = Math.round(WARM_UP * measured);
    try (CameraFeed<DetectedFrame> feed = feed(topics)) {
      feed.send(warmUp + measured, Double.POSITIVE_INFINITY);
    }
    try (TopicEnd tracks =
            new TopicEnd(servers.bootstrapServers(), topics.of(TopicKind.TRACKS).name());
        AnalyticsApplication application = application("backlog", topics)) {
      application.start();
      long before = await(tracks, warmUp);
      ProcessorUse used = ProcessorUse.now(servers);
      long begin = System.nanoTime();
      long judged = await(tracks, warmUp + measured) - before;
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Backlog(judged / seconds, ProcessorUse.now(servers).since(used).each(judged));
    }
  }

  /** Returns the number of records afterwards. */
  private static long await(TopicEnd topic, long records) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long now = topic.records();
    while (now < records) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "only %d of %d frames were processed within %s".formatted(now, records, PATIENCE));
      }
      sleep(Duration.ofMillis(20));
      now = topic.records();
    }
    return now;
  }

  private Steady steady() {
    Topics topics = servers.topics("analytics-steady", PARTITIONS);
    apply(topics);
    double perSecond = CAMERAS * RATE;
    String changelog = AnalyticsApplication.changelog(id("steady"));
    double startSeconds;
    Latencies latencies;
    long behind;
    long judged;
    ProcessorUse.Micros processor;
    double seconds;
    long changelogRecords;
    try (AnalyticsApplication application = application("steady", topics)) {
      startSeconds = started(application);
      try (CameraFeed<DetectedFrame> feed = feed(topics);
          TopicEnd tracks =
              new TopicEnd(servers.bootstrapServers(), topics.of(TopicKind.TRACKS).name());
          TopicEnd states = new TopicEnd(servers.bootstrapServers(), changelog);
          Latencies measured =
              new Latencies(servers.bootstrapServers(), topics.of(TopicKind.TRACKS).name())) {
        latencies = measured;
        warmUp(feed, tracks, perSecond);
        measured.begin();
        long before = tracks.records();
        long statesBefore = states.records();
        ProcessorUse used = ProcessorUse.now(servers);
        long begin = System.nanoTime();
        feed.send(Math.round(perSecond * each.toNanos() / 1e9), perSecond);
        judged = tracks.records();
        seconds = (System.nanoTime() - begin) / 1e9;
        changelogRecords = states.records() - statesBefore;
        behind = feed.sent() - judged;
        judged -= before;
        processor = ProcessorUse.now(servers).since(used).each(judged);
        measured.end();
      }
    }
    double stateBytes;
    try (RecordCounter counter = RecordCounter.ofWritten(servers.bootstrapServers(), changelog)) {
      counter.await(CAMERAS, any -> {});
      counter.countFor(Duration.ofSeconds(2));
      stateBytes = (double) counter.bytes() / counter.counted();
    }
    double again;
    try (AnalyticsApplication application = application("steady", topics)) {
      again = started(application);
    }
    return new Steady(
        CAMERAS,
        perSecond,
        judged / seconds,
        processor,
        behind,
        latencies.percentile(0.5),
        latencies.percentile(0.99),
        changelogRecords * stateBytes / 1024 / seconds,
        stateBytes,
        startSeconds,
        again);
  }

  /** Waits until analytics keeps up, because its code has to be compiled first, or gives up. */
  private static void warmUp(CameraFeed<DetectedFrame> feed, TopicEnd tracks, double perSecond) {
    for (int second = 0; second < MOST_WARM_UP_SECONDS; second++) {
      feed.send(Math.round(perSecond), perSecond);
      if (feed.sent() - tracks.records() < KEEPS_UP_SECONDS * perSecond) {
        return;
      }
    }
  }

  private static double started(AnalyticsApplication application) {
    long begin = System.nanoTime();
    application.start();
    return (System.nanoTime() - begin) / 1e9;
  }

  private CameraFeed<DetectedFrame> feed(Topics topics) {
    return CameraFeed.ofDetections(
        servers.bootstrapServers(),
        topics.of(TopicKind.DETECTIONS),
        new SyntheticCameras(OBJECTS, RATE),
        CAMERAS);
  }

  private void apply(Topics topics) {
    new RulesTopic(servers.bootstrapServers(), Map.of(), topics.of(TopicKind.RULES))
        .apply(RuleSet.of(SyntheticCameras.RULES, Instant.now(), "bench"));
  }

  private AnalyticsApplication application(String name, Topics topics) {
    AnalyticsConfig standard = AnalyticsConfig.of(id(name), servers.bootstrapServers(), guarantee);
    return new AnalyticsApplication(
        new AnalyticsConfig(
            standard.applicationId(),
            standard.bootstrapServers(),
            standard.guarantee(),
            STREAM_THREADS,
            standard.commitInterval(),
            standard.limits(),
            standard.startTimeout(),
            standard.closeTimeout(),
            standard.onFailure(),
            standard.maxReplacements(),
            standard.kafka()),
        topics,
        AnalyticsListener.NONE);
  }

  private static String id(String name) {
    return "bench-analytics-" + name;
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
