package io.paastreams.pipeline;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings that suit records as large as frames, unless the user says otherwise. */
final class LargeRecordSettings {

  static final Map<String, Object> DEFAULTS =
      Map.of(
          // The number of records that wait in front of the in-flight window is small.
          StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
          32,
          StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
          64,
          // A larger record is fetched alone, whatever these values are. They are no larger than
          // needed, because each thread that reads a response permanently keeps a direct buffer of
          // its size outside the heap, and a consumer has two.
          StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
          4 << 20,
          StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
          8 << 20,
          // Left to the operating system. Kafka's 64 KiB are less than many frames, so the reader
          // would be woken up for each piece, which was measured to be half of the kernel's work
          // for it.
          StreamsConfig.consumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG),
          -1);

  private LargeRecordSettings() {}
}
