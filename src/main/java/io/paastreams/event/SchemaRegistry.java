package io.paastreams.event;

import org.apache.avro.Schema;

/** What is asked of a schema registry. Threading: safe. */
interface SchemaRegistry extends AutoCloseable {

  /**
   * The id of a schema under a subject, registered first if it is new and that is allowed.
   *
   * @throws RegistryException if the registry does not answer or refuses
   */
  int idOf(String subject, Schema schema);

  /**
   * The schema that an id stands for.
   *
   * @throws RegistryException if the registry does not answer or refuses
   * @throws org.apache.kafka.common.errors.SerializationException if it knows no Avro schema of
   *     that id
   */
  Schema schemaOf(int id);

  /**
   * How a subject stands to a schema. Registers nothing.
   *
   * @throws RegistryException if the registry does not answer or refuses
   */
  SubjectState inspect(String subject, Schema schema);

  @Override
  void close();
}
