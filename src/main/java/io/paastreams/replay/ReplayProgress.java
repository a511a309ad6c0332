package io.paastreams.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far earlier replays got, scope by scope. Immutable. */
final class ReplayProgress {

  private final Map<ReplayScope, Map<TopicPartition, Long>> done;

  private ReplayProgress(Map<ReplayScope, Map<TopicPartition, Long>> done) {
    this.done = done;
  }

  /** Progress if nothing was replayed or it does not matter. */
  static ReplayProgress none() {
    return new ReplayProgress(Map.of());
  }

  /** Reads the progress; waits for transactions that are being committed. */
  static ReplayProgress read(Admin admin, String prefix)
      throws ExecutionException, InterruptedException {
    Map<String, ReplayScope> scopes = new HashMap<>();
    for (GroupListing group : admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get()) {
      ReplayScope.ofGroup(prefix, group.groupId())
          .ifPresent(scope -> scopes.put(group.groupId(), scope));
    }
    Map<ReplayScope, Map<TopicPartition, Long>> done = new HashMap<>();
    if (!scopes.isEmpty()) {
      admin
          .listConsumerGroupOffsets(
              scopes.keySet().stream()
                  .collect(
                      Collectors.toMap(
                          group -> group, group -> new ListConsumerGroupOffsetsSpec())),
              new ListConsumerGroupOffsetsOptions().requireStable(true))
          .all()
          .get()
          .forEach((group, offsets) -> done.put(scopes.get(group), plain(offsets)));
    }
    return new ReplayProgress(done);
  }

  private static Map<TopicPartition, Long> plain(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, Long> plain = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (offset != null) {
            plain.put(partition, offset.offset());
          }
        });
    return plain;
  }

  /** The offset before which nothing of a scope is left to replay. */
  long start(ReplayScope scope, TopicPartition partition) {
    return done.entrySet().stream()
        .filter(each -> each.getKey().contains(scope))
        .mapToLong(each -> each.getValue().getOrDefault(partition, 0L))
        .max()
        .orElse(0);
  }

  /** Whether a letter was replayed by any scope that contains it. */
  boolean isDone(ReplayScope letter, TopicPartition partition, long offset) {
    return offset < start(letter, partition);
  }
}
