package io.paastreams.streams;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Handles a record that a broker refuses: never with "continue", which would drop it.
 *
 * <p>Records are measured against the topic's limit before they are sent, so a refusal for size
 * means that the limit was lowered while we ran. Under exactly-once the transaction can then no
 * longer be saved. So the limit is remembered and the thread fails; its successor reads the frames
 * again, and the result that is too large becomes a dead letter before it is sent.
 */
public final class LearnRecordLimits implements ProductionExceptionHandler {

  private @Nullable RecordLimits limits;

  @Override
  public void configure(Map<String, ?> configs) {
    limits = (RecordLimits) configs.get(RecordLimits.SETTING);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    if (exception instanceof RecordTooLargeException && limits != null) {
      limits.refused(
          record.topic(),
          RecordSize.of(record.key(), record.value(), record.headers()),
          Thread.currentThread());
    }
    return exception instanceof RetriableException ? Response.retry() : Response.fail();
  }
}
