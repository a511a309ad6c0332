package io.paastreams.event;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A topic as it should be created.
 *
 * @param partitions the number of partitions, which is the maximum number of instances that can
 *     share it
 * @param replicas the copies of each partition; null for the cluster's default
 * @param settings the topic's configuration
 */
public record TopicSpec(
    String name, int partitions, @Nullable Short replicas, Map<String, String> settings) {

  public TopicSpec {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "topic " + name + " needs at least 1 partition, not " + partitions);
    }
    if (replicas != null && replicas < 1) {
      throw new IllegalArgumentException(
          "topic " + name + " needs at least 1 replica, not " + replicas);
    }
    settings = Map.copyOf(settings);
  }

  /** The command that creates this topic with Kafka's own tool. */
  public String createCommand(String bootstrapServers) {
    StringBuilder command =
        new StringBuilder("kafka-topics.sh --bootstrap-server ")
            .append(bootstrapServers)
            .append(" --create --topic ")
            .append(name)
            .append(" --partitions ")
            .append(partitions);
    if (replicas != null) {
      command.append(" --replication-factor ").append(replicas);
    }
    new TreeMap<>(settings)
        .forEach((key, value) -> command.append(" --config ").append(key + "=" + value));
    return command.toString();
  }
}
