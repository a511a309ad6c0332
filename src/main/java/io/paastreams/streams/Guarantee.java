package io.paastreams.streams;

import java.time.Duration;
import org.apache.kafka.streams.StreamsConfig;

/** What a reader of the output topics sees when an instance dies and another takes over. */
public enum Guarantee {
  /**
   * Every frame has its record; after a failure some have it twice, with the same {@code
   * detectionId}. Records are visible as soon as they are written.
   */
  AT_LEAST_ONCE(StreamsConfig.AT_LEAST_ONCE, Duration.ofSeconds(10)),
  /**
   * Every frame has its record once, for readers with {@code isolation.level=read_committed}.
   * Records are visible to them at the next commit.
   */
  EXACTLY_ONCE(StreamsConfig.EXACTLY_ONCE_V2, Duration.ofMillis(500));

  private final String processingGuarantee;
  private final Duration commitInterval;

  Guarantee(String processingGuarantee, Duration commitInterval) {
    this.processingGuarantee = processingGuarantee;
    this.commitInterval = commitInterval;
  }

  /**
   * How often to commit if a user does not say. Before a commit all results are waited for, and the
   * device runs out of work for a moment. Under at-least-once a reader sees nothing of a commit,
   * and only what is done twice after a failure grows with the interval.
   */
  public Duration commitInterval() {
    return commitInterval;
  }

  /** The value of Kafka Streams' {@code processing.guarantee}. */
  public String processingGuarantee() {
    return processingGuarantee;
  }
}
