package io.paastreams.analytics;

import io.paastreams.event.TopicLayout;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.OnFailure;
import io.paastreams.streams.RecordLimits;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How analytics runs.
 *
 * @param applicationId name of the consumer group, of the transactional ids and of the changelog
 * @param bootstrapServers of the Kafka cluster
 * @param guarantee what readers see after failures
 * @param streamThreads threads of Kafka Streams in this JVM
 * @param commitInterval how often offsets are committed
 * @param limits the limits on capture times and silence
 * @param startTimeout how long reaching the brokers and joining the group may take
 * @param closeTimeout how long closing may take in total
 * @param onFailure what happens when a stream thread dies
 * @param maxReplacements how many threads are replaced within five minutes; one more failure stops
 *     the application
 * @param kafka further settings of Kafka Streams and its clients, under their own names
 */
public record AnalyticsConfig(
    String applicationId,
    String bootstrapServers,
    Guarantee guarantee,
    int streamThreads,
    Duration commitInterval,
    AnalyticsLimits limits,
    Duration startTimeout,
    Duration closeTimeout,
    OnFailure onFailure,
    int maxReplacements,
    Map<String, String> kafka) {

  public static final SettingSection SETTINGS = SettingSection.named("analytics");

  private static final Duration DAY = Duration.ofDays(1);

  private static final Setting<String> APPLICATION_ID =
      SETTINGS.standard(
          "applicationId",
          SettingType.text(),
          "paa-analytics",
          "Consumer group of analytics, whose guarantee, commits, timeouts and failures are those of"
              + " pipeline.*.");
  private static final Setting<Integer> STREAM_THREADS =
      SETTINGS.standard(
          "streamThreads",
          SettingType.integer(1, 256),
          1,
          "Threads of Kafka Streams for analytics.");
  private static final Setting<Duration> LATENESS =
      SETTINGS.standard(
          "lateness",
          SettingType.duration(Duration.ZERO, DAY),
          AnalyticsLimits.STANDARD.lateness(),
          "A frame captured longer than this before its camera's latest one is late: published"
              + " without objects, not tracked.");
  private static final Setting<Duration> MAX_CLOCK_SKEW =
      SETTINGS.standard(
          "maxClockSkew",
          SettingType.duration(Duration.ZERO, DAY),
          AnalyticsLimits.STANDARD.maxClockSkew(),
          "A frame captured longer than this after its own detection is quarantined: published"
              + " without objects, not tracked.");
  private static final Setting<Duration> SILENT_AFTER =
      SETTINGS.standard(
          "silentAfter",
          SettingType.duration(Duration.ofSeconds(1), DAY),
          AnalyticsLimits.STANDARD.silentAfter(),
          "When nothing has arrived from a camera for this long, its objects end and its window is"
              + " closed.");
  private static final Duration POLL_TIME = Duration.ofMillis(100);

  /** Nothing is in flight when a commit begins, and sending the results is quick. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Records are small and many. Fewer, larger requests saved a fifth of the CPU time per frame,
   * most of it the broker's; they cost eight milliseconds of latency.
   */
  private static final Map<String, Object> CLIENTS =
      Map.of(
          StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
          10,
          StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
          64 << 10);

  public AnalyticsConfig {
    kafka = Map.copyOf(kafka);
  }

  /** The defaults. */
  public static AnalyticsConfig of(
      String applicationId, String bootstrapServers, Guarantee guarantee) {
    return new AnalyticsConfig(
        applicationId,
        bootstrapServers,
        guarantee,
        1,
        guarantee.commitInterval(),
        AnalyticsLimits.STANDARD,
        Duration.ofSeconds(60),
        Duration.ofSeconds(8),
        OnFailure.REPLACE_THREAD,
        10,
        Map.of());
  }

  /**
   * The configuration that a user chose.
   *
   * @param shared the pipeline's settings, of which analytics takes the guarantee, the commit
   *     interval, timeouts and what happens when a thread dies
   */
  public static AnalyticsConfig of(SettingValues values, ApplicationSettings shared) {
    AnalyticsLimits standard = AnalyticsLimits.STANDARD;
    return new AnalyticsConfig(
        values.get(APPLICATION_ID),
        shared.bootstrapServers(),
        shared.guarantee(),
        values.get(STREAM_THREADS),
        shared.commitInterval(),
        new AnalyticsLimits(
            values.get(LATENESS),
            values.get(MAX_CLOCK_SKEW),
            standard.clockSetBackAfter(),
            values.get(SILENT_AFTER),
            standard.sceneEvery()),
        shared.startTimeout(),
        shared.closeTimeout(),
        shared.onFailure(),
        shared.maxReplacements(),
        shared.kafka());
  }

  /** The part that concerns Kafka Streams. */
  public ApplicationSettings settings() {
    return new ApplicationSettings(
        "analytics",
        applicationId,
        bootstrapServers,
        guarantee,
        streamThreads,
        commitInterval,
        DRAIN_TIMEOUT,
        POLL_TIME,
        startTimeout,
        closeTimeout,
        onFailure,
        maxReplacements,
        TopicLayout.RECORD_BYTES + RecordLimits.OVERHEAD_BYTES,
        CLIENTS,
        kafka);
  }

  /** Kafka's settings may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "AnalyticsConfig[applicationId=%s, bootstrapServers=%s, guarantee=%s, kafka=%s]"
        .formatted(applicationId, bootstrapServers, guarantee, kafka.keySet());
  }
}
