package io.paastreams.event;

import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Headers;

/**
 * How an Avro record becomes a Kafka record's value. Threading: safe.
 *
 * @param <R> the class generated from the schema
 */
interface RecordFormat<R extends SpecificRecordBase> extends AutoCloseable {

  /** Asks the registry for what is needed to write to a topic. */
  void prepare(String topic);

  /** How the subject of a topic relates to our schema; registers nothing. */
  SubjectState inspect(String topic);

  byte[] write(String topic, Headers headers, R avro, int sizeHint);

  /**
   * Reads one value.
   *
   * @throws org.apache.kafka.common.errors.SerializationException if the bytes are not such a
   *     record
   * @throws RegistryException if the registry prevents finding that out
   */
  R read(String topic, Headers headers, byte[] bytes);

  @Override
  void close();
}
