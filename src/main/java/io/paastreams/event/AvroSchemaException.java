package io.paastreams.event;

import org.jspecify.annotations.Nullable;

/** What the registry holds under an id is no Avro schema. */
final class AvroSchemaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AvroSchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
