package io.paastreams.event;

import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/** The codes of Confluent's protocol. */
final class RegistryAnswers {

  static final int SUBJECT_NOT_FOUND = 40401;
  static final int VERSION_NOT_FOUND = 40402;
  static final int SCHEMA_NOT_FOUND = 40403;

  private RegistryAnswers() {}

  /** Whether the registry is sure that there is no such thing; a wrong path has another code. */
  static boolean isAbsent(RestClientException e) {
    return switch (e.getErrorCode()) {
      case SUBJECT_NOT_FOUND, VERSION_NOT_FOUND, SCHEMA_NOT_FOUND -> true;
      default -> false;
    };
  }
}
