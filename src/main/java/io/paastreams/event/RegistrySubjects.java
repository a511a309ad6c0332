package io.paastreams.event;

import io.paastreams.event.SubjectState.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.jspecify.annotations.Nullable;

/**
 * Our schemas under a registry's subjects. A schema is looked up before it is registered, so that
 * read permission is enough if the registry already has it. It is also looked up after a refusal:
 * several instances that start together register the same schema, and the registry answers all but
 * the first that the subject has changed in the meantime.
 *
 * <p>Threading: safe.
 */
final class RegistrySubjects {

  private static final int SHOWN_INCOMPATIBILITIES = 5;
  private static final int MOST_VERSIONS = 50;

  /**
   * The statuses with which registries say that a login may read but not write, or not query by
   * POST.
   */
  private static final Set<Integer> READ_ONLY = Set.of(403, 405, 422, 501);

  /** The pauses after which a refusal is final; the winner of a race needs some time to finish. */
  private static final List<Duration> RACE_PAUSES =
      List.of(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(800));

  private final RegistryConfig config;
  private final RegistryCalls calls;
  private final SchemaRegistryClient client;

  RegistrySubjects(RegistryConfig config, RegistryCalls calls, SchemaRegistryClient client) {
    this.config = config;
    this.calls = calls;
    this.client = client;
  }

  /** The id of a schema under a subject; see {@link SchemaRegistry#idOf}. */
  int idOf(String subject, Schema schema) {
    // As text, because the client's Avro is a relocated copy with classes of its own.
    AvroSchema avro = new AvroSchema(schema.toString());
    String question = "the id of " + schema.getName() + " under subject " + subject;
    try {
      for (int attempt = 0; ; attempt++) {
        try {
          return calls.ask(question, () -> findOrRegister(subject, schema, avro));
        } catch (RestClientException e) {
          if (e.getStatus() != 409 || attempt == RACE_PAUSES.size()) {
            throw e;
          }
          calls.pause(RACE_PAUSES.get(attempt), e);
        }
      }
    } catch (RestClientException e) {
      throw refusal(question, subject, schema, e);
    }
  }

  private int findOrRegister(String subject, Schema schema, AvroSchema avro)
      throws IOException, RestClientException {
    OptionalInt known = find(subject, schema, avro);
    if (known.isPresent()) {
      return known.getAsInt();
    }
    if (!config.autoRegister()) {
      throw new NotRegisteredException(subject, schema);
    }
    try {
      return client.register(subject, avro);
    } catch (RestClientException e) {
      if (READ_ONLY.contains(e.getStatus())) {
        throw new NotRegisteredException(subject, schema, e);
      }
      throw e;
    }
  }

  private RegistryException refusal(
      String question, String subject, Schema schema, RestClientException e) {
    if (!(e instanceof NotRegisteredException missing)) {
      return calls.refusal(question, e);
    }
    String file = "schemas/current/" + schema.getName() + ".avsc";
    RestClientException refusal = missing.refusal;
    return new RegistryException(
        refusal == null
            ? ("subject %s of the schema registry at %s does not have our %s: register the"
                    + " schema first (%s, also printed by the command topology), or set"
                    + " registry.autoRegister=true")
                .formatted(subject, calls.urls(), schema.getFullName(), file)
            : ("subject %s of the schema registry at %s does not have our %s, and the"
                    + " registry does not let us register it (HTTP %d, code %d: %s): register %s"
                    + " under %s (the command topology prints it too), or allow the login under"
                    + " registry.client to write")
                .formatted(
                    subject,
                    calls.urls(),
                    schema.getFullName(),
                    refusal.getStatus(),
                    refusal.getErrorCode(),
                    refusal.getMessage(),
                    file,
                    subject),
        e);
  }

  /**
   * The id of a schema, if the subject has it. It is first looked up by its text. Some registries
   * (Apicurio) compare texts, and others do not permit this query to readers; then the versions are
   * read, latest first, and compared by their meaning.
   */
  private OptionalInt find(String subject, Schema schema, AvroSchema avro)
      throws IOException, RestClientException {
    try {
      return OptionalInt.of(client.getId(subject, avro));
    } catch (RestClientException e) {
      if (!RegistryAnswers.isAbsent(e) && !READ_ONLY.contains(e.getStatus())) {
        throw e;
      }
      if (e.getErrorCode() == RegistryAnswers.SUBJECT_NOT_FOUND) {
        return OptionalInt.empty();
      }
    }
    return findByMeaning(subject, schema);
  }

  private OptionalInt findByMeaning(String subject, Schema schema)
      throws IOException, RestClientException {
    List<Integer> versions;
    try {
      versions = client.getAllVersions(subject);
    } catch (RestClientException e) {
      if (RegistryAnswers.isAbsent(e)) {
        return OptionalInt.empty();
      }
      throw e;
    }
    List<Integer> latestFirst =
        versions.stream().sorted(Comparator.reverseOrder()).limit(MOST_VERSIONS).toList();
    for (int version : latestFirst) {
      try {
        SchemaMetadata there = client.getSchemaMetadata(subject, version);
        if (isSame(there.getSchema(), schema)) {
          return OptionalInt.of(there.getId());
        }
      } catch (RestClientException e) {
        if (!RegistryAnswers.isAbsent(e)) { // deleted in the meantime
          throw e;
        }
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isSame(String text, Schema schema) {
    try {
      return new Schema.Parser().parse(text).equals(schema);
    } catch (AvroRuntimeException e) {
      return false;
    }
  }

  /** See {@link SchemaRegistry#inspect}. */
  SubjectState inspect(String subject, Schema schema) {
    AvroSchema avro = new AvroSchema(schema.toString());
    String question = "what is under subject " + subject;
    try {
      OptionalInt id = calls.ask(question, () -> find(subject, schema, avro));
      if (id.isPresent()) {
        return new SubjectState(subject, Kind.REGISTERED, "our schema has id " + id.getAsInt());
      }
      SchemaMetadata latest = calls.ask(question, () -> latest(subject)).orElse(null);
      String objection = latest == null ? "" : objection(subject, schema, avro, latest);
      if (!objection.isEmpty()) {
        return new SubjectState(subject, Kind.INCOMPATIBLE, objection);
      }
      String there =
          latest == null ? "the subject does not exist" : "the subject has other versions";
      if (config.autoRegister() && isReadOnly(subject)) {
        return new SubjectState(
            subject, Kind.NOT_REGISTERED, there + ", and the registry is in mode READONLY");
      }
      return new SubjectState(
          subject, config.autoRegister() ? Kind.TO_BE_REGISTERED : Kind.NOT_REGISTERED, there);
    } catch (RestClientException e) {
      throw calls.refusal(question, e);
    }
  }

  private Optional<SchemaMetadata> latest(String subject) throws IOException, RestClientException {
    try {
      return Optional.of(client.getLatestSchemaMetadata(subject));
    } catch (RestClientException e) {
      if (RegistryAnswers.isAbsent(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether the registry says that the subject is read-only; for registries without modes, or which
   * do not reveal them, registration will find out.
   */
  private boolean isReadOnly(String subject) {
    for (RegistryCalls.Call<String> mode :
        List.<RegistryCalls.Call<String>>of(() -> client.getMode(subject), client::getMode)) {
      try {
        if (mode.make().startsWith("READONLY")) {
          return true;
        }
      } catch (IOException | RestClientException e) {
        continue;
      }
    }
    return false;
  }

  /** Why our schema and a subject are not compatible; empty if they are. */
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
        calls.ask("whether " + subject + " accepts our schema", () -> isAccepted(subject, avro));
    return accepted ? "" : "the registry's compatibility rule for the subject forbids our schema";
  }

  /** Whether the registry would accept the schema; if a reader may not ask, it is assumed to. */
  private boolean isAccepted(String subject, AvroSchema avro)
      throws IOException, RestClientException {
    try {
      return client.testCompatibility(subject, avro);
    } catch (RestClientException e) {
      if (READ_ONLY.contains(e.getStatus())) {
        return true;
      }
      throw e;
    }
  }

  /** The schema does not exist and was not registered. */
  private static final class NotRegisteredException extends RestClientException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable RestClientException refusal;

    NotRegisteredException(String subject, Schema schema) {
      super(
          schema.getFullName() + " is not under " + subject, 404, RegistryAnswers.SCHEMA_NOT_FOUND);
      this.refusal = null;
    }

    NotRegisteredException(String subject, Schema schema, RestClientException refusal) {
      super(
          schema.getFullName() + " is not under " + subject,
          refusal.getStatus(),
          refusal.getErrorCode());
      this.refusal = refusal;
      initCause(refusal);
    }
  }
}
