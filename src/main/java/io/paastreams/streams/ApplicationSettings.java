package io.paastreams.streams;

import java.time.Duration;
import java.util.Map;

/**
 * How an application runs on Kafka, derived from its own configuration.
 *
 * @param name the application's name for people, such as {@code the pipeline}
 * @param applicationId the name of the consumer group and the prefix of the transactional ids
 * @param bootstrapServers the addresses of the Kafka cluster
 * @param guarantee what readers see after failures
 * @param streamThreads threads of Kafka Streams in this JVM
 * @param commitInterval how often offsets are committed
 * @param drainTimeout how long a commit may wait for work in flight
 * @param pollTime the longest time that a poll for new records blocks
 * @param startTimeout the time for reaching the broker and joining the group
 * @param closeTimeout the total time for closing
 * @param onFailure what happens when a stream thread dies
 * @param maxReplacements how many threads may be replaced within five minutes; one more stops the
 *     application
 * @param largestRecordBytes the largest record that the producer must be able to send
 * @param defaults defaults of Kafka's settings that suit the application's records; the user's own
 *     take precedence
 * @param kafka the user's settings of Kafka Streams and its clients
 */
public record ApplicationSettings(
    String name,
    String applicationId,
    String bootstrapServers,
    Guarantee guarantee,
    int streamThreads,
    Duration commitInterval,
    Duration drainTimeout,
    Duration pollTime,
    Duration startTimeout,
    Duration closeTimeout,
    OnFailure onFailure,
    int maxReplacements,
    int largestRecordBytes,
    Map<String, Object> defaults,
    Map<String, String> kafka) {

  public ApplicationSettings {
    defaults = Map.copyOf(defaults);
    kafka = Map.copyOf(kafka);
  }

  /** Kafka's settings may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "ApplicationSettings[%s, applicationId=%s, bootstrapServers=%s, guarantee=%s, kafka=%s]"
        .formatted(name, applicationId, bootstrapServers, guarantee, kafka.keySet());
  }
}
