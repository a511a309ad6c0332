package io.paastreams.event;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * Schemas by their ids. An id comes from a record, so a refusal may be the record's fault or the
 * registry's: a registry that still returns a schema that it returned before, but not this one, is
 * not down. It refuses this schema, and waiting for it would stop all cameras because of one
 * record.
 *
 * <p>Threading: safe.
 */
final class RegistrySchemas {

  /** How long to retry an id on which the registry fails while it answers for others. */
  private static final Duration ONE_ID_PATIENCE = Duration.ofSeconds(3);

  private static final Duration NEXT_ID_PATIENCE = Duration.ofMillis(300);

  private static final int UNKNOWN_ID = 0;

  private final RegistryConfig config;
  private final RegistryCalls calls;
  private final RestService rest;
  private final SchemaRefusals refusals;
  private final LongSupplier nanoClock;
  private volatile int goodId = UNKNOWN_ID;
  private volatile boolean answeredBefore;
  private volatile boolean failedOnOne;
  private volatile long failedOnOneAt;

  RegistrySchemas(
      RegistryConfig config, RegistryCalls calls, RestService rest, LongSupplier nanoClock) {
    this.config = config;
    this.calls = calls;
    this.rest = rest;
    this.nanoClock = nanoClock;
    this.refusals = new SchemaRefusals(nanoClock);
  }

  /**
   * Reports the id of a schema that the registry has, preferably one that we registered or found.
   */
  void isGood(int id) {
    goodId = id;
    answeredBefore = true;
  }

  /** See {@link SchemaRegistry#schemaOf}. */
  Schema schemaOf(int id) {
    UnusableRecordException known = refusals.of(id);
    if (known != null) {
      throw known;
    }
    String question = "schema " + id;
    try {
      return got(id, calls.ask(question, shorter(), () -> parse(id)));
    } catch (RestClientException e) {
      if (e.getErrorCode() == RegistryAnswers.SCHEMA_NOT_FOUND) {
        throw refusals.remember(
            id,
            DeadLetterReason.UNREADABLE_RECORD,
            "the schema registry at %s has no schema with id %d".formatted(calls.urls(), id),
            SchemaRefusals.UNKNOWN_FOR,
            e);
      }
      if (answersForOthers(id)) {
        throw refused(id, calls.refused(question, e), e);
      }
      if (answeredBefore) {
        throw new RegistryUnavailableException(
            calls.refusal(question, e).getMessage() + " (it permitted this before)", e);
      }
      throw calls.refusal(question, e);
    } catch (RegistryUnavailableException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      if (answersForOthers(id)) {
        failedOnOneAt = nanoClock.getAsLong();
        failedOnOne = true;
        String why =
            "the schema registry at %s fails to return %s (%s)"
                .formatted(calls.urls(), question, e.getCause());
        throw refused(id, why, e);
      }
      return keepAsking(id, question);
    } catch (AvroSchemaException e) {
      throw refusals.remember(
          id,
          DeadLetterReason.UNREADABLE_RECORD,
          String.valueOf(e.getMessage()),
          SchemaRefusals.REFUSED_FOR,
          e);
    } catch (RegistryException e) { // a web page, or a certificate that is not trusted
      if (answersForOthers(id)) {
        throw refused(id, String.valueOf(e.getMessage()), e);
      }
      if (answeredBefore) {
        throw new RegistryUnavailableException(e.getMessage() + " (it was one before)", e);
      }
      throw e;
    }
  }

  /** The patience once it is known that the registry fails only on some ids. */
  private Duration shorter() {
    boolean again =
        failedOnOne && nanoClock.getAsLong() - failedOnOneAt < SchemaRefusals.REFUSED_FOR.toNanos();
    Duration patience = again ? NEXT_ID_PATIENCE : ONE_ID_PATIENCE;
    return config.patience().compareTo(patience) < 0 ? config.patience() : patience;
  }

  private Schema keepAsking(int id, String question) {
    try {
      return got(id, calls.ask(question, config.patience().minus(shorter()), () -> parse(id)));
    } catch (RestClientException e) {
      throw new RegistryUnavailableException(
          String.valueOf(calls.refusal(question, e).getMessage()), e);
    }
  }

  private Schema got(int id, Schema schema) {
    if (goodId == UNKNOWN_ID) {
      goodId = id;
    }
    answeredBefore = true;
    refusals.forget(id);
    return schema;
  }

  private UnusableRecordException refused(int id, String why, Exception cause) {
    return refusals.remember(
        id,
        DeadLetterReason.SCHEMA_REFUSED,
        why + "; it answers for other schemas, so this record is at fault",
        SchemaRefusals.REFUSED_FOR,
        cause);
  }

  /**
   * Whether the registry still returns a schema that it returned before, or else its list of
   * subjects.
   */
  private boolean answersForOthers(int id) {
    int good = goodId;
    if (good == id) {
      return false;
    }
    try {
      if (good == UNKNOWN_ID) {
        var unused = rest.getAllSubjects();
      } else {
        var unused = rest.getId(good);
      }
      return true;
    } catch (IOException | RestClientException e) {
      return false;
    }
  }

  private Schema parse(int id) throws IOException, RestClientException {
    SchemaString answer = rest.getId(id);
    if (!"AVRO".equals(answer.getSchemaType())) {
      throw new AvroSchemaException(
          "schema %d is of type %s, not AVRO".formatted(id, answer.getSchemaType()), null);
    }
    Schema.Parser parser = new Schema.Parser();
    try {
      for (SchemaReference reference : answer.getReferences()) {
        parseReferenced(parser, reference);
      }
      return parser.parse(answer.getSchemaString());
    } catch (AvroRuntimeException e) {
      throw new AvroSchemaException(
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
}
