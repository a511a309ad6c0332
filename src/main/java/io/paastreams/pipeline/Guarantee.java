package io.paastreams.pipeline;

import org.apache.kafka.streams.StreamsConfig;

/** What a reader of the output topics sees when an instance dies and another takes over. */
public enum Guarantee {
  /**
   * Every frame has its record; after a failure some have it twice, with the same {@code
   * detectionId}. Records are visible as soon as they are written.
   */
  AT_LEAST_ONCE(StreamsConfig.AT_LEAST_ONCE),
  /**
   * Every frame has its record once, for readers with {@code isolation.level=read_committed}.
   * Records are visible to them at the next commit.
   */
  EXACTLY_ONCE(StreamsConfig.EXACTLY_ONCE_V2);

  private final String processingGuarantee;

  Guarantee(String processingGuarantee) {
    this.processingGuarantee = processingGuarantee;
  }

  /** The value of Kafka Streams' {@code processing.guarantee}. */
  String processingGuarantee() {
    return processingGuarantee;
  }
}
