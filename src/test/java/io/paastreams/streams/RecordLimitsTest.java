package io.paastreams.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

final class RecordLimitsTest {

  private static final ErrorHandlerContext CONTEXT =
      new DefaultErrorHandlerContext(
          null, "t", 0, 0, new RecordHeaders(), "sink", new TaskId(0, 0), 0, null, null);

  private final RecordLimits limits = new RecordLimits(1_000_000);

  @Test
  void topic_takesNoMoreThanItSaysAndThanTheProducerSends() {
    limits.topicTakes("small", 10_000);
    limits.topicTakes("large", 10_000_000);

    assertThat(limits.of("small")).isEqualTo(10_000 - 128);
    assertThat(limits.of("large")).isEqualTo(limits.of("unknown")).isEqualTo(1_000_000 - 128);
    assertThat(limits.largest()).isEqualTo(1_000_000);
  }

  @Test
  void refusedRecord_lowersItsTopicsLimitAndFailsTheThread() {
    LearnRecordLimits handler = new LearnRecordLimits();
    handler.configure(Map.of(RecordLimits.SETTING, limits));
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("t", null, new byte[5_000]);

    Response response = handler.handleError(CONTEXT, record, new RecordTooLargeException());

    assertThat(response.result()).isEqualTo(Result.FAIL);
    assertThat(limits.of("t")).isBetween(5_000L, 5_010L);
    assertThat(limits.of("other")).isEqualTo(1_000_000 - 128);
  }

  @Test
  void recordsThatFailWithARefusedOne_lowerNothing_butTheNextProducersRefusalDoes()
      throws InterruptedException {
    LearnRecordLimits handler = new LearnRecordLimits();
    handler.configure(Map.of(RecordLimits.SETTING, limits));
    // There is one for all.
    Exception refusal = Errors.MESSAGE_TOO_LARGE.exception();
    assertThat(refusal).isSameAs(Errors.MESSAGE_TOO_LARGE.exception());

    handler.handleError(CONTEXT, new ProducerRecord<>("t", new byte[5_000]), refusal);
    handler.handleError(CONTEXT, new ProducerRecord<>("t", new byte[5]), refusal);
    handler.handleError(CONTEXT, new ProducerRecord<>("u", new byte[5]), refusal);
    assertThat(limits.of("t")).isBetween(4_990L, 5_010L);

    Thread next =
        new Thread(
            () ->
                handler.handleError(CONTEXT, new ProducerRecord<>("t", new byte[4_000]), refusal));
    next.start();
    next.join();

    assertThat(limits.of("t")).isBetween(3_990L, 4_010L);
    assertThat(limits.of("u")).isEqualTo(1_000_000 - 128);
  }

  @Test
  void otherRefusals_areRetriedIfTheyMayPassAndNeverSwallowed() {
    LearnRecordLimits handler = new LearnRecordLimits();
    handler.configure(Map.of(RecordLimits.SETTING, limits));
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("t", new byte[5]);

    assertThat(handler.handleError(CONTEXT, record, new TimeoutException()).result())
        .isEqualTo(Result.RETRY);
    assertThat(handler.handleError(CONTEXT, record, new TopicAuthorizationException("t")).result())
        .isEqualTo(Result.FAIL);
    assertThat(limits.of("t")).isEqualTo(1_000_000 - 128);
  }
}
