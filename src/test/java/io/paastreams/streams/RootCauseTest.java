package io.paastreams.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

final class RootCauseTest {

  private static final String WRAPPED =
      "Exception caught in process. taskId=0_1, processor=frames, topic=frames.v1, partition=1";

  @Test
  void whatKafkaStreamsWraps_isUnwrapped_withWhatStandsBehindIt() {
    Throwable failure =
        new StreamsException(
            WRAPPED,
            new ProcessorStateException(
                "Failed to flush cache of store in-flight",
                new ApplicationStartException(
                    "the group was not joined", new IllegalStateException("the device is lost"))));

    assertThat(RootCause.describe(failure))
        .startsWith("the group was not joined")
        .endsWith(": IllegalStateException: the device is lost")
        .doesNotContain("Exception caught", "flush cache");
  }

  @Test
  void aKnownCause_comesWithItsRemedy() {
    assertThat(
            RootCause.describe(
                new StreamsException(
                    WRAPPED,
                    new KafkaException(
                        "Unexpected", new TopicAuthorizationException("Not authorized: [x]")))))
        .isEqualTo(
            "Not authorized: [x]; the command check names each missing permission with the command"
                + " that grants it");
    assertThat(RootCause.describe(new StreamsException(new GroupIdNotFoundException("no group"))))
        .startsWith("no group; instances of this group run with a different kafka.group.protocol");
    assertThat(RootCause.describe(new OutOfMemoryError("Java heap space")))
        .isEqualTo(
            "OutOfMemoryError: Java heap space; raise -Xmx, or lower pipeline.maxInFlightBytes");
  }

  @Test
  void whatHasNoMessage_isNamedByItsClass_inOneLine() {
    assertThat(RootCause.describe(new StreamsException(WRAPPED, new NullPointerException())))
        .isEqualTo("NullPointerException");
    assertThat(
            RootCause.describe(new RuntimeException(new IllegalArgumentException("two\n  lines"))))
        .isEqualTo("IllegalArgumentException: two lines");
  }

  @Test
  void whatKafkaStreamsItselfSays_isKept() {
    assertThat(RootCause.describe(new StreamsException("the task timed out")))
        .isEqualTo("the task timed out");
  }
}
