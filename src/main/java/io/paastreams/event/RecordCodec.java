package io.paastreams.event;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;

/**
 * Converts a domain record to its Avro record and back. Stateless.
 *
 * @param <V> the domain record
 * @param <R> the class generated from its schema
 */
interface RecordCodec<V, R extends SpecificRecordBase> {

  /** The generated class. */
  Class<R> recordClass();

  /** The generated class's schema: what is written, and what readers resolve to. */
  Schema schema();

  /** Copies no payload: {@code value} must not change until the result is written. */
  R toAvro(V value);

  /**
   * Copies no payload.
   *
   * @throws IllegalArgumentException if the record conforms to its schema but makes no sense
   */
  V toDomain(R avro);

  /** Describes the event in the record's headers. */
  void writeHeaders(Headers headers, V value);

  /** The approximate number of bytes of the record; an estimate saves copying. */
  int sizeHint(V value);
}
