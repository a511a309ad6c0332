package io.paastreams.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * A registry accessed over HTTP through Confluent's own client: credentials, TLS and proxies work
 * as documented by Confluent.
 *
 * <p>There are three kinds of answers. A schema, or the certainty that the registry does not return
 * it, concerns the record. A refusal (credentials, wrong address, incompatible schema) concerns the
 * configuration and is thrown at once. Silence and server errors may be transient, so the call is
 * repeated until the patience ends.
 */
final class ConfluentSchemaRegistry implements SchemaRegistry {

  // The size of the client's own cache, in schemas per subject.
  private static final int CACHED_SCHEMAS = 1000;

  private final SchemaRegistryClient client;
  private final RegistryCalls calls;
  private final RegistrySubjects subjects;
  private final RegistrySchemas schemas;

  /** Creates the client without connecting. */
  ConfluentSchemaRegistry(RegistryConfig config) {
    this(config, System::nanoTime);
  }

  ConfluentSchemaRegistry(RegistryConfig config, LongSupplier nanoClock) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("http.connect.timeout.ms", "5000");
    properties.put("http.read.timeout.ms", "10000");
    properties.putAll(config.clientProperties());
    RestService rest = new RestService(config.urls());
    this.calls = new RegistryCalls(config);
    this.client = new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS, properties);
    this.subjects = new RegistrySubjects(config, calls, client);
    this.schemas = new RegistrySchemas(config, calls, rest, nanoClock);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    int id = subjects.idOf(subject, schema);
    schemas.isGood(id);
    return id;
  }

  @Override
  public Schema schemaOf(int id) {
    return schemas.schemaOf(id);
  }

  @Override
  public void ask() {
    try {
      var unused = calls.ask("its mode", Duration.ZERO, client::getMode);
    } catch (RestClientException e) {
      return; // it answers, and whether it may be asked that is another matter
    }
  }

  @Override
  public SubjectState inspect(String subject, Schema schema) {
    return subjects.inspect(subject, schema);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the registry client", e);
    }
  }
}
