package io.paastreams.event;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/** A registry without a server, for tests that need no server. */
public final class InMemorySchemaRegistry implements SchemaRegistry {

  private final List<Schema> schemas = new ArrayList<>();

  /** Built-in serdes over a fresh registry. */
  public static EventSerdes serdes() {
    return EventSerdes.over(
        new InMemorySchemaRegistry(),
        EventSerdesConfig.builtIn(RegistryConfig.at("http://in-memory")));
  }

  /** The topics with their standard names and built-in serdes over a fresh registry. */
  public static Topics topics() {
    return Topics.of(TopicNames.standard(), serdes());
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return schemas.indexOf(schema) + 1;
  }

  @Override
  public synchronized Schema schemaOf(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new SerializationException("no schema with id " + id);
    }
    return schemas.get(id - 1);
  }

  @Override
  public void ask() {}

  @Override
  public synchronized SubjectState inspect(String subject, Schema schema) {
    return new SubjectState(
        subject,
        schemas.contains(schema)
            ? SubjectState.Kind.REGISTERED
            : SubjectState.Kind.TO_BE_REGISTERED,
        "in memory");
  }

  @Override
  public void close() {}
}
