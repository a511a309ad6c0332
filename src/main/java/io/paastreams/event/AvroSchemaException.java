package io.paastreams.event;

import org.jspecify.annotations.Nullable;

/** The registry's content for an id is not an Avro schema. */
final class AvroSchemaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AvroSchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
