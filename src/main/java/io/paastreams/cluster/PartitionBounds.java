package io.paastreams.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * What a partition holds.
 *
 * @param begin the offset of the first record that has not been deleted
 * @param committedEnd the offset up to which readers of committed records get
 * @param end the offset of the next record
 */
public record PartitionBounds(long begin, long committedEnd, long end) {

  /**
   * Asks a cluster.
   *
   * @throws IllegalStateException if it does not answer
   */
  public static Map<TopicPartition, PartitionBounds> of(
      AdminConnection connection, Collection<TopicPartition> partitions) {
    Map<TopicPartition, ListOffsetsResultInfo> begins =
        ask(connection, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    // The order matters: between the two the end may grow, but a committed end beyond it is none.
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        ask(connection, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    Map<TopicPartition, ListOffsetsResultInfo> committed =
        ask(connection, partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    Map<TopicPartition, PartitionBounds> bounds = new HashMap<>();
    begins.forEach(
        (partition, begin) -> {
          ListOffsetsResultInfo end = ends.get(partition);
          ListOffsetsResultInfo committedEnd = committed.get(partition);
          if (end != null && committedEnd != null) {
            bounds.put(
                partition,
                new PartitionBounds(begin.offset(), committedEnd.offset(), end.offset()));
          }
        });
    return bounds;
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> ask(
      AdminConnection connection,
      Collection<TopicPartition> partitions,
      OffsetSpec which,
      IsolationLevel isolation) {
    Admin admin = connection.admin();
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(each -> each, each -> which));
    return connection.await(
        admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all(),
        "tell the offsets of its partitions");
  }

  /** Records that readers of committed ones cannot reach, as a transaction before them is open. */
  public long blocked() {
    return Math.max(0, end - committedEnd);
  }
}
