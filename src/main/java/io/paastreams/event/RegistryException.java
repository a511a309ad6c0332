package io.paastreams.event;

import io.paastreams.text.MaskedUrl;
import org.apache.kafka.common.KafkaException;

/**
 * The schema registry could not be reached or refused a request: it is down, the address or the
 * credentials are wrong, or it does not accept our schema.
 *
 * <p>This says nothing about the current record. A deserialization handler must therefore stop on
 * it ({@code FAIL}) and leave the record to be read again; only a {@link
 * org.apache.kafka.common.errors.SerializationException} is the record's own fault and goes to the
 * dead letters.
 */
public class RegistryException extends KafkaException {

  private static final long serialVersionUID = 1L;

  RegistryException(String message, Throwable cause) {
    super(MaskedUrl.in(message), cause);
  }
}
