package io.paastreams.event;

import org.apache.avro.Schema;

/** What is required of a schema registry. Threading: safe. */
interface SchemaRegistry extends AutoCloseable {

  /**
   * Returns the id of a schema under a subject, registering it first if it is new and that is
   * allowed.
   *
   * @throws RegistryException if the registry does not answer or refuses
   */
  int idOf(String subject, Schema schema);

  /**
   * The schema that an id stands for.
   *
   * @throws RegistryException if the registry does not answer or refuses
   * @throws org.apache.kafka.common.errors.SerializationException if it has no Avro schema with
   *     that id
   */
  Schema schemaOf(int id);

  /**
   * Asks once whether it answers; a refusal is an answer.
   *
   * @throws RegistryException if it does not
   */
  void ask();

  /**
   * How a subject relates to a schema. Registers nothing.
   *
   * @throws RegistryException if the registry does not answer or refuses
   */
  SubjectState inspect(String subject, Schema schema);

  @Override
  void close();
}
