package io.paastreams.streams;

import java.time.Duration;
import org.apache.kafka.streams.StreamsConfig;

/** What a reader of the output topics sees when an instance dies and another takes over. */
public enum Guarantee {
  /**
   * Every frame has its record; after a failure some have two with the same {@code detectionId}.
   * Records are visible as soon as they are written.
   */
  AT_LEAST_ONCE(StreamsConfig.AT_LEAST_ONCE, Duration.ofSeconds(10)),
  /**
   * Every frame has its record exactly once for readers with {@code
   * isolation.level=read_committed}. Records are visible to them at the next commit.
   */
  EXACTLY_ONCE(StreamsConfig.EXACTLY_ONCE_V2, Duration.ofMillis(500));

  private final String processingGuarantee;
  private final Duration commitInterval;

  Guarantee(String processingGuarantee, Duration commitInterval) {
    this.processingGuarantee = processingGuarantee;
    this.commitInterval = commitInterval;
  }

  /**
   * How often to commit if the user does not say. Before a commit all results are waited for, and
   * the device briefly runs out of work. Under at-least-once a reader does not notice commits, and
   * the interval only affects how much is repeated after a failure.
   */
  public Duration commitInterval() {
    return commitInterval;
  }

  /** The value of Kafka Streams' {@code processing.guarantee}. */
  public String processingGuarantee() {
    return processingGuarantee;
  }
}
