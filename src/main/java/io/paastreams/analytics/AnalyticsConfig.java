package io.paastreams.analytics;

import io.paastreams.event.TopicLayout;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.OnFailure;
import io.paastreams.streams.RecordLimits;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How analytics runs.
 *
 * @param applicationId name of the consumer group, of the transactional ids and of the changelog
 * @param bootstrapServers of the Kafka cluster
 * @param guarantee what readers see after failures
 * @param streamThreads threads of Kafka Streams in this JVM
 * @param commitInterval how often offsets are committed
 * @param limits of times
 * @param stateCacheBytes memory for states between two commits, of all threads together; it should
 *     hold each camera several times over
 * @param startTimeout for reaching the broker and joining the group
 * @param closeTimeout for closing altogether
 * @param onFailure what the death of a stream thread leads to
 * @param maxReplacements of threads within five minutes; one more stops the application
 * @param kafka further settings of Kafka Streams and its clients, as they are named there
 */
public record AnalyticsConfig(
    String applicationId,
    String bootstrapServers,
    Guarantee guarantee,
    int streamThreads,
    Duration commitInterval,
    AnalyticsLimits limits,
    long stateCacheBytes,
    Duration startTimeout,
    Duration closeTimeout,
    OnFailure onFailure,
    int maxReplacements,
    Map<String, String> kafka) {

  private static final Duration POLL_TIME = Duration.ofMillis(100);

  /** Nothing is in flight when a commit begins; sending what was made takes moments. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

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
        64L << 20,
        Duration.ofSeconds(60),
        Duration.ofSeconds(8),
        OnFailure.REPLACE_THREAD,
        10,
        Map.of());
  }

  /** What Kafka Streams must know of it. */
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
        Map.of(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, stateCacheBytes),
        kafka);
  }

  /** Kafka's settings may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "AnalyticsConfig[applicationId=%s, bootstrapServers=%s, guarantee=%s, kafka=%s]"
        .formatted(applicationId, bootstrapServers, guarantee, kafka.keySet());
  }
}
