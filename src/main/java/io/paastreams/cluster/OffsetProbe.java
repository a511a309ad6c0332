package io.paastreams.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster about offsets, again and again. It uses one connection, which is opened by the
 * first question, and a new one after a failure.
 *
 * <p>Threading: one thread at a time.
 */
public final class OffsetProbe implements AutoCloseable {

  private final String bootstrapServers;
  private final Map<String, String> kafka;
  private @Nullable AdminConnection connection;

  /**
   * Is not connected yet.
   *
   * @param kafka settings meant for clients of any kind
   */
  public OffsetProbe(String bootstrapServers, Map<String, String> kafka) {
    this.bootstrapServers = bootstrapServers;
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * What partitions hold.
   *
   * @throws IllegalStateException if the cluster does not answer or refuses
   */
  public Map<TopicPartition, PartitionBounds> bounds(Collection<TopicPartition> partitions) {
    return ask(connection -> PartitionBounds.of(connection, partitions));
  }

  /**
   * How far a group has read, by partition; empty if it has committed nothing.
   *
   * @throws IllegalStateException if the cluster does not answer or refuses
   */
  public Map<TopicPartition, Long> committed(String group) {
    return ask(
        connection -> {
          Map<TopicPartition, Long> offsets = new HashMap<>();
          connection
              .await(
                  connection
                      .admin()
                      .listConsumerGroupOffsets(group)
                      .partitionsToOffsetAndMetadata(),
                  "tell the offsets of group " + group)
              .forEach(
                  (partition, offset) -> {
                    if (offset != null) {
                      offsets.put(partition, offset.offset());
                    }
                  });
          return offsets;
        });
  }

  private <T> T ask(Function<AdminConnection, T> question) {
    AdminConnection open = connection;
    if (open == null) {
      open = AdminConnection.open(AdminConnection.properties(bootstrapServers, kafka));
      connection = open;
    }
    try {
      return question.apply(open);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    AdminConnection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }
}
