package io.paastreams.event;

import io.paastreams.event.SubjectState.Kind;
import io.paastreams.text.MaskedUrl;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A registry over HTTP, asked through Confluent's own client: credentials, TLS and proxies work as
 * in Confluent's documentation of it.
 *
 * <p>Answers sort into three kinds. A schema, or the certainty that there is none, concerns the
 * record. A refusal (credentials, wrong address, incompatible schema) concerns the configuration
 * and is thrown at once. Silence and server errors pass: the call is repeated until the patience
 * ends.
 */
final class ConfluentSchemaRegistry implements SchemaRegistry {

  // Of the client; it has its own cache of this many schemas a subject.
  private static final int CACHED_SCHEMAS = 1000;
  private static final int SUBJECT_NOT_FOUND = 40401;
  private static final int VERSION_NOT_FOUND = 40402;
  private static final int SCHEMA_NOT_FOUND = 40403;
  private static final int SHOWN_INCOMPATIBILITIES = 5;
  private static final Set<Integer> PASSING = Set.of(408, 429);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final RegistryConfig config;
  private final RestService rest;
  private final SchemaRegistryClient client;

  /** Does not connect yet. */
  ConfluentSchemaRegistry(RegistryConfig config) {
    this.config = config;
    Map<String, Object> properties = new HashMap<>();
    properties.put("http.connect.timeout.ms", "5000");
    properties.put("http.read.timeout.ms", "10000");
    properties.putAll(config.clientProperties());
    this.rest = new RestService(config.urls());
    this.client = new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS, properties);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    // As text: the client's Avro is a relocated copy with classes of its own.
    AvroSchema avro = new AvroSchema(schema.toString());
    String question = "the id of " + schema.getFullName() + " under subject " + subject;
    try {
      return ask(
          question,
          () ->
              config.autoRegister()
                  ? client.register(subject, avro)
                  : lookUp(subject, schema, avro));
    } catch (RestClientException e) {
      throw refusal(question, e);
    }
  }

  /**
   * Apicurio compares texts: a schema that somebody registered as its file stands is found by its
   * meaning, as the subject's latest.
   */
  private int lookUp(String subject, Schema schema, AvroSchema avro)
      throws IOException, RestClientException {
    try {
      return client.getId(subject, avro);
    } catch (RestClientException notFound) {
      if (notFound.getErrorCode() != SCHEMA_NOT_FOUND) {
        throw notFound;
      }
      SchemaMetadata latest = client.getLatestSchemaMetadata(subject);
      if (!new Schema.Parser().parse(latest.getSchema()).equals(schema)) {
        throw notFound;
      }
      return latest.getId();
    }
  }

  @Override
  public SubjectState inspect(String subject, Schema schema) {
    AvroSchema avro = new AvroSchema(schema.toString());
    String question = "what is under subject " + subject;
    try {
      Integer id = unlessAbsent(() -> ask(question, () -> lookUp(subject, schema, avro)));
      if (id != null) {
        return new SubjectState(subject, Kind.REGISTERED, "our schema has id " + id);
      }
      SchemaMetadata latest =
          unlessAbsent(() -> ask(question, () -> client.getLatestSchemaMetadata(subject)));
      String objection = latest == null ? "" : objection(subject, schema, avro, latest);
      if (!objection.isEmpty()) {
        return new SubjectState(subject, Kind.INCOMPATIBLE, objection);
      }
      return new SubjectState(
          subject,
          config.autoRegister() ? Kind.TO_BE_REGISTERED : Kind.NOT_REGISTERED,
          latest == null ? "the subject is not there" : "the subject has other versions");
    } catch (RestClientException e) {
      throw refusal(question, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // ask() has sorted it already
    }
  }

  /** Why our schema and a subject do not go together; empty if they do. */
  private String objection(String subject, Schema schema, AvroSchema avro, SchemaMetadata latest)
      throws RestClientException {
    try {
      Schema written = new Schema.Parser().parse(latest.getSchema());
      var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(schema, written);
      if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
        return "version %d cannot be read as %s: %s"
            .formatted(
                latest.getVersion(),
                schema.getFullName(),
                compatibility.getResult().getIncompatibilities().stream()
                    .limit(SHOWN_INCOMPATIBILITIES)
                    .map(each -> each.getType() + " at " + each.getLocation())
                    .collect(Collectors.joining(", ")));
      }
    } catch (AvroRuntimeException e) {
      return "version %d is not an Avro schema".formatted(latest.getVersion());
    }
    boolean accepted =
        ask(
            "whether " + subject + " takes our schema",
            () -> client.testCompatibility(subject, avro));
    return accepted ? "" : "the registry's compatibility rule for the subject forbids our schema";
  }

  /** Null if the registry says that there is no such thing. */
  private static <T> @Nullable T unlessAbsent(Call<T> call)
      throws IOException, RestClientException {
    try {
      return call.make();
    } catch (RestClientException e) {
      if (e.getErrorCode() == SCHEMA_NOT_FOUND
          || e.getErrorCode() == SUBJECT_NOT_FOUND
          || e.getErrorCode() == VERSION_NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public Schema schemaOf(int id) {
    String question = "schema " + id;
    try {
      return ask(question, () -> parse(id));
    } catch (RestClientException e) {
      if (e.getErrorCode() == SCHEMA_NOT_FOUND) {
        throw new SerializationException(
            "the schema registry at %s has no schema with id %d".formatted(urls(), id), e);
      }
      throw refusal(question, e);
    }
  }

  private Schema parse(int id) throws IOException, RestClientException {
    SchemaString answer = rest.getId(id);
    if (!"AVRO".equals(answer.getSchemaType())) {
      throw new SerializationException(
          "schema %d is of type %s, not AVRO".formatted(id, answer.getSchemaType()));
    }
    Schema.Parser parser = new Schema.Parser();
    try {
      for (SchemaReference reference : answer.getReferences()) {
        parseReferenced(parser, reference);
      }
      return parser.parse(answer.getSchemaString());
    } catch (AvroRuntimeException e) {
      throw new SerializationException(
          "schema %d is not an Avro schema: %s".formatted(id, e.getMessage()), e);
    }
  }

  private void parseReferenced(Schema.Parser parser, SchemaReference reference)
      throws IOException, RestClientException {
    if (parser.getTypes().containsKey(reference.getName())) {
      return;
    }
    var version = rest.getVersion(reference.getSubject(), reference.getVersion());
    for (SchemaReference deeper : List.copyOf(version.getReferences())) {
      parseReferenced(parser, deeper);
    }
    parser.parse(version.getSchema());
  }

  private <T> T ask(String question, Call<T> call) throws RestClientException {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return call.make();
      } catch (IOException e) {
        if (isRefusedByTls(e)) {
          throw new RegistryException(
              ("the TLS handshake with the schema registry at %s failed (%s): check"
                      + " registry.client.schema.registry.ssl.truststore.*, for mutual TLS"
                      + " .keystore.*, and that its certificate names this host")
                  .formatted(urls(), e.getMessage()),
              e);
        }
        pause = pauseOrGiveUp(question, start, pause, e);
      } catch (RestClientException e) {
        if (e.getStatus() < 500 && !PASSING.contains(e.getStatus())) {
          throw e;
        }
        pause = pauseOrGiveUp(question, start, pause, e);
      }
    }
  }

  /** One of both sides does not trust the other; a connection that broke is another thing. */
  private static boolean isRefusedByTls(IOException e) {
    return e instanceof SSLPeerUnverifiedException
        || (e instanceof SSLHandshakeException
            && !(e.getCause() instanceof EOFException)
            && !(e.getCause() instanceof SocketException));
  }

  /** Sleeps; returns how long to sleep the next time. */
  private Duration pauseOrGiveUp(String question, long start, Duration pause, Exception failure) {
    Duration left = config.patience().minusNanos(System.nanoTime() - start);
    if (left.isNegative() || left.isZero()) {
      throw new RegistryUnavailableException(
          "the schema registry at %s did not answer for %s s (asked for %s; %s): start it, or set registry.url to one that runs"
              .formatted(urls(), config.patience().toSeconds(), question, failure),
          failure);
    }
    try {
      Thread.sleep(Math.min(pause.toMillis(), left.toMillis() + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(
          "interrupted while waiting for the schema registry at " + urls(), failure);
    }
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  private RegistryException refusal(String question, RestClientException e) {
    String remedy =
        switch (e.getStatus()) {
          case 401, 403 -> "check the credentials under registry.client";
          case 404 ->
              config.autoRegister()
                  ? "check the path of registry.url (Apicurio: /apis/ccompat/v7)"
                  : "register the schema first, or set registry.autoRegister=true";
          case 409 ->
              "the subject holds a schema that this one is not compatible with: use another topic,"
                  + " or correct the subject";
          default -> "see the registry's own log";
        };
    return new RegistryException(
        "the schema registry at %s refused to give %s (HTTP %d, code %d: %s): %s"
            .formatted(urls(), question, e.getStatus(), e.getErrorCode(), e.getMessage(), remedy),
        e);
  }

  private String urls() {
    return config.urls().stream().map(MaskedUrl::of).collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the registry client", e);
    }
  }

  /** One HTTP exchange. */
  private interface Call<T> {
    T make() throws IOException, RestClientException;
  }
}
