package io.paastreams.pipeline;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What suits records as large as frames, unless the user says otherwise. */
final class LargeRecordSettings {

  static final Map<String, Object> DEFAULTS =
      Map.of(
          // What waits in front of the in-flight window is bounded by few records.
          StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
          32,
          StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
          64,
          // A larger record comes alone, whatever these are. Not more than needed: each thread that
          // reads a response keeps a direct buffer of its size beside the heap for good, and a
          // consumer has two.
          StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
          4 << 20,
          StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
          8 << 20,
          // The system's choice. Kafka's 64 KiB hold less than many a frame: the reader is woken up
          // for each piece, which was measured as half of what the kernel does for it.
          StreamsConfig.consumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG),
          -1);

  private LargeRecordSettings() {}
}
