package io.paastreams.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.cluster.PartitionBounds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Records that nobody can read any more, or not yet. */
class TopicWatchTest {

  private static final TopicPartition GATE = new TopicPartition("frames.v1", 0);
  private static final TopicPartition YARD = new TopicPartition("frames.v1", 1);

  private final ReadGaps gaps = new ReadGaps();
  private final ReadGapsInterceptor consumer = new ReadGapsInterceptor();
  private final Map<TopicPartition, PartitionBounds> bounds = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private final List<Long> expired = new ArrayList<>();
  private final List<TopicPartition> assigned = new ArrayList<>();
  private boolean answers = true;
  private final TopicWatch watch = new TopicWatch(gaps, () -> assigned, new Told(), expired::add);

  TopicWatchTest() {
    consumer.configure(Map.of(ReadGaps.SETTING, gaps));
  }

  private final class Told implements TopicWatch.Offsets {

    @Override
    public Map<TopicPartition, PartitionBounds> bounds(Collection<TopicPartition> partitions) {
      if (!answers) {
        throw new IllegalStateException("no answer");
      }
      Map<TopicPartition, PartitionBounds> told = new HashMap<>(bounds);
      told.keySet().retainAll(partitions);
      return told;
    }

    @Override
    public Map<TopicPartition, Long> committed() {
      return committed;
    }
  }

  private void poll(TopicPartition partition, long first, long last) {
    List<ConsumerRecord<Object, Object>> records =
        LongStream.rangeClosed(first, last)
            .mapToObj(
                offset ->
                    new ConsumerRecord<Object, Object>(
                        partition.topic(), partition.partition(), offset, "key", "value"))
            .toList();
    var unused =
        consumer.onConsume(
            new ConsumerRecords<>(
                Map.of(partition, records), Map.of(partition, new OffsetAndMetadata(last + 1))));
  }

  @Test
  void recordsThatWereDeletedUnread_areCounted_onceThePartitionBeginsBehindThem() {
    poll(GATE, 0, 99);
    poll(GATE, 5_100, 5_200);
    answers = false;
    watch.look();
    assertThat(expired).as("not known yet").isEmpty();

    answers = true;
    bounds.put(GATE, new PartitionBounds(5_050, 6_000, 6_000));
    watch.look();
    assertThat(expired).as("50 more were aborted").containsExactly(4_950L);

    poll(GATE, 5_201, 5_300);
    watch.look();
    assertThat(expired).hasSize(1);
  }

  @Test
  void abortedTransactions_andRecordsThatAnotherInstanceRead_areNotLost() {
    bounds.put(GATE, new PartitionBounds(0, 1_000, 1_000));
    bounds.put(YARD, new PartitionBounds(900, 1_000, 1_000));
    poll(GATE, 0, 9);
    poll(GATE, 500, 509);
    poll(YARD, 0, 9);
    watch.rebalanced();
    committed.putAll(Map.of(GATE, 510L, YARD, 950L));
    watch.learnPositions();
    poll(YARD, 950, 959);
    poll(GATE, 510, 519);
    watch.look();

    assertThat(expired).isEmpty();
  }

  @Test
  void whatWasDeletedWhileNobodyRead_isCountedByTheInstanceThatGetsThePartition() {
    committed.putAll(Map.of(GATE, 100L, YARD, 100L));
    bounds.put(GATE, new PartitionBounds(400, 1_000, 1_000));
    bounds.put(YARD, new PartitionBounds(400, 1_000, 1_000));
    watch.learnPositions();
    poll(GATE, 400, 409);
    watch.look();

    assertThat(expired).containsExactly(300L);
  }

  @Test
  void anOpenTransaction_showsWhatIsBehindIt_untilItEnds() {
    assigned.addAll(List.of(GATE, YARD));
    bounds.put(GATE, new PartitionBounds(0, 100, 175));
    bounds.put(YARD, new PartitionBounds(0, 50, 50));
    watch.look();
    assertThat(watch.blocked()).isEqualTo(75);

    answers = false;
    watch.look();
    assertThat(watch.blocked()).as("nothing newer is known").isEqualTo(75);

    answers = true;
    bounds.put(GATE, new PartitionBounds(0, 200, 200));
    watch.look();
    assertThat(watch.blocked()).isZero();
  }
}
