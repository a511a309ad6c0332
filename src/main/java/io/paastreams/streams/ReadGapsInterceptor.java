package io.paastreams.streams;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells {@link ReadGaps} what a main consumer reads, once per poll. Created by Kafka.
 *
 * <p>Threading: confined to the thread of its consumer.
 */
public final class ReadGapsInterceptor implements ConsumerInterceptor<Object, Object> {

  private @Nullable ReadGaps gaps;

  @Override
  public void configure(Map<String, ?> settings) {
    gaps = settings.get(ReadGaps.SETTING) instanceof ReadGaps given ? given : null;
  }

  @Override
  public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
    ReadGaps gaps = this.gaps;
    if (gaps != null) {
      for (TopicPartition partition : records.partitions()) {
        List<ConsumerRecord<Object, Object>> own = records.records(partition);
        OffsetAndMetadata next = records.nextOffsets().get(partition);
        long afterLast = own.get(own.size() - 1).offset() + 1;
        gaps.read(
            partition,
            own.get(0).offset(),
            next == null ? afterLast : Math.max(afterLast, next.offset()));
      }
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
