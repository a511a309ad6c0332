package io.paastreams.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.paastreams.streams.InputRecord;

/** The attributes of messaging spans of Kafka. */
final class Messaging {

  static final AttributeKey<Long> BATCH_COUNT =
      AttributeKey.longKey("messaging.batch.message_count");

  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> OPERATION_NAME =
      AttributeKey.stringKey("messaging.operation.name");
  private static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");
  private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
  private static final AttributeKey<String> KEY =
      AttributeKey.stringKey("messaging.kafka.message.key");
  private static final AttributeKey<String> GROUP =
      AttributeKey.stringKey("messaging.consumer.group.name");

  private Messaging() {}

  /** A record was read and worked on. */
  static void process(SpanBuilder span, InputRecord input, String group) {
    operation(span, "process", input.source().topic());
    span.setAttribute(PARTITION, Integer.toString(input.source().partition()))
        .setAttribute(OFFSET, input.source().offset())
        .setAttribute(KEY, input.camera())
        .setAttribute(GROUP, group);
  }

  /** A record was written. */
  static void send(SpanBuilder span, InputRecord cause, String topic) {
    operation(span, "send", topic);
    span.setAttribute(KEY, cause.camera());
  }

  private static void operation(SpanBuilder span, String operation, String topic) {
    span.setAttribute(SYSTEM, "kafka")
        .setAttribute(OPERATION_NAME, operation)
        .setAttribute(OPERATION_TYPE, operation)
        .setAttribute(DESTINATION, topic);
  }
}
