package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paastreams.devkit.StandInRegistry;
import io.paastreams.devkit.StandInRegistry.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A registry in which others also register, which only permits reading, or which refuses one
 * schema.
 */
@Timeout(60)
@Tag("process")
class SharedRegistryTest {

  private static final int FOREIGN = 424242;
  private static final String FRAMES = "frames.v1-value";
  private static final String REGISTER = "POST /subjects/" + FRAMES + "/versions";

  private final AtomicLong now = new AtomicLong();
  private StandInRegistry registry;
  private EventSerdes serdes;

  @BeforeEach
  void open() throws IOException {
    registry = StandInRegistry.open();
    serdes = serdes(config());
  }

  @AfterEach
  void close() {
    serdes.close();
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void whoLosesTheRaceToRegister_findsWhatTheOtherRegistered(int refusals) {
    AtomicInteger left = new AtomicInteger(refusals);
    registry.interception =
        request -> {
          if (!request.equals(REGISTER) || left.get() == 0) {
            return null;
          }
          if (left.decrementAndGet() == 0) {
            somebodyElseRegisters();
          }
          return Reply.refusal(409, 409);
        };

    serdes.prepare(TopicNames.standard());

    assertThat(idOnTheWire()).isEqualTo(1);
  }

  @Test
  void aSubjectThatReallyIsIncompatible_isSaidSoon() {
    registry.interception = request -> request.equals(REGISTER) ? Reply.refusal(409, 409) : null;

    long start = System.nanoTime();
    assertThatThrownBy(() -> serdes.prepare(TopicNames.standard()))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContainingAll(FRAMES, "use another topic");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  /** Without permission to write, and also without permission to query by POST. */
  @ParameterizedTest
  @CsvSource({"422, 42205, versions", "403, 40301, versions", "403, 40301, ''", "405, 405, ''"})
  void aRegistryThatMayOnlyBeRead_isEnoughIfTheSchemasAreThere(int status, int code, String end) {
    serdes.prepare(TopicNames.standard());
    int id = idOnTheWire();
    registry.interception =
        request ->
            request.startsWith("POST") && request.endsWith(end)
                ? Reply.refusal(status, code)
                : null;

    try (EventSerdes reader = serdes(config())) {
      reader.prepare(TopicNames.standard());
      assertThat(idOnTheWire(reader)).isEqualTo(id);
      assertThat(reader.inspect(TopicNames.standard()))
          .extracting(SubjectState::kind)
          .containsOnly(SubjectState.Kind.REGISTERED);
    }
  }

  @ParameterizedTest
  @CsvSource({"422, 42205", "403, 40301", "405, 405"})
  void aRegistryThatMayOnlyBeRead_lacksASchema(int status, int code) {
    registry.interception =
        request -> {
          if (request.startsWith("GET /mode")) {
            return new Reply(200, "{\"mode\": \"READONLY\"}");
          }
          return request.startsWith("POST") && request.endsWith("versions")
              ? Reply.refusal(status, code)
              : null;
        };

    assertThat(serdes.inspect(TopicNames.standard()))
        .extracting(SubjectState::kind)
        .as("check reports what the start will report")
        .containsOnly(SubjectState.Kind.NOT_REGISTERED);
    assertThatThrownBy(() -> serdes.prepare(TopicNames.standard()))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContainingAll(
            FRAMES, "schemas/current/FrameEvent.avsc", "does not let us register it", "" + status);
  }

  @Test
  void confluentsOwnSetting_forbidsRegistration() {
    try (EventSerdes lookingUp = serdes(config().with("auto.register.schemas", "false"))) {
      assertThatThrownBy(() -> lookingUp.prepare(TopicNames.standard()))
          .hasMessageContainingAll(FRAMES, "register the schema first", "FrameEvent.avsc");
    }
    assertThat(registry.requests).doesNotContain(REGISTER);
  }

  @ParameterizedTest
  @CsvSource({"401, 401", "403, 40301", "404, 404", "429, 429", "500, 50001"})
  void anIdThatTheRegistryRefuses_costsItsRecordOnly(int status, int code) {
    serdes.prepare(TopicNames.standard());
    registry.interception =
        request -> request.endsWith("/" + FOREIGN) ? Reply.refusal(status, code) : null;

    UnusableRecordException fault =
        catchThrowableOfType(UnusableRecordException.class, () -> read(FOREIGN));

    assertThat(fault.reason()).isEqualTo(DeadLetterReason.SCHEMA_REFUSED);
    assertThat(fault).hasMessageContainingAll("" + FOREIGN, "it answers for other schemas");
    assertThat(read(idOnTheWire())).isEqualTo(EventSamples.frame());
    int asked = registry.requests.size();
    assertThatThrownBy(() -> read(FOREIGN)).hasMessage(fault.getMessage());
    assertThat(registry.requests).as("not asked again so soon").hasSize(asked);
    now.addAndGet(SchemaRefusals.REFUSED_FOR.toNanos() + 1);
    registry.interception = request -> null;
    assertThatThrownBy(() -> read(FOREIGN)).hasMessageContaining("has no schema with id");
  }

  @ParameterizedTest
  @CsvSource({"401, 401", "403, 40301", "500, 50001"})
  void aRegistryThatGivesOursNoLongerEither_isDownAndNoRecordIsToBlame(int status, int code) {
    try (EventSerdes impatient = serdes(config().withPatience(Duration.ofMillis(300)))) {
      impatient.prepare(TopicNames.standard());
      registry.interception =
          request -> request.contains("/schemas/ids/") ? Reply.refusal(status, code) : null;

      assertThatThrownBy(() -> read(impatient, FOREIGN))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("" + FOREIGN);
    }
  }

  @Test
  void manyUnknownIds_becomeFewRequests() {
    serdes.prepare(TopicNames.standard());
    registry.requests.clear();

    Set<String> reasons = new HashSet<>();
    for (int id = 1000; id < 3000; id++) {
      int each = id;
      Throwable fault = catchThrowable(() -> read(each));
      assertThat(fault).isInstanceOf(UnusableRecordException.class);
      reasons.add(String.valueOf(fault.getMessage()).replace("" + id, "ID"));
    }

    assertThat(registry.requests).hasSize(SchemaRefusals.BURST);
    assertThat(reasons).hasSize(2);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    for (int id = 5000; id < 5100; id++) {
      int each = id;
      assertThat(catchThrowable(() -> read(each))).isNotNull();
    }
    assertThat(registry.requests).hasSize(SchemaRefusals.BURST + SchemaRefusals.PER_SECOND);
  }

  @Test
  void aWebPageInPlaceOfARegistry_isSaidAtOnce() {
    registry.interception = request -> new Reply(200, "<html><body>Please log in</body></html>");

    assertThatThrownBy(() -> serdes.prepare(TopicNames.standard()))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContainingAll("is not a schema registry", "registry.url");
    assertThat(registry.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"401, basic.auth.user.info", "403, does not permit it"})
  void missingAndForbiddenLogins_haveTheirOwnRemedies(int status, String remedy) {
    registry.interception = request -> Reply.refusal(status, status);

    assertThatThrownBy(() -> serdes.prepare(TopicNames.standard()))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContainingAll("HTTP " + status, "registry.client", remedy);
  }

  @Test
  void slashesAtTheEndOfAnAddress_areNoPartOfIt() {
    try (EventSerdes sloppy = serdes(RegistryConfig.at(" " + registry.url() + "/apis// "))) {
      sloppy.prepare(TopicNames.standard());
    }
    assertThat(registry.requests).allMatch(request -> request.contains(" /apis/subjects/"));
    assertThatThrownBy(() -> RegistryConfig.at("http://host/?x=1"))
        .hasMessageContaining("is not a registry URL");
  }

  private RegistryConfig config() {
    return RegistryConfig.at(registry.url()).withPatience(Duration.ofSeconds(5));
  }

  private EventSerdes serdes(RegistryConfig config) {
    return EventSerdes.over(
        new ConfluentSchemaRegistry(config, now::get), EventSerdesConfig.builtIn(config));
  }

  private void somebodyElseRegisters() {
    try {
      registry.register(FRAMES, EventSchemas.published(new FrameCodec().schema()).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int idOnTheWire() {
    return idOnTheWire(serdes);
  }

  private static int idOnTheWire(EventSerdes serdes) {
    return ByteBuffer.wrap(bytes(serdes)).getInt(1);
  }

  private static byte[] bytes(EventSerdes serdes) {
    return serdes.of(TopicKind.FRAMES).serializer().serialize("frames.v1", EventSamples.frame());
  }

  private Frame read(int id) {
    return read(serdes, id);
  }

  private static Frame read(EventSerdes serdes, int id) {
    byte[] bytes = bytes(serdes);
    ByteBuffer.wrap(bytes).putInt(1, id);
    return serdes.of(TopicKind.FRAMES).deserializer().deserialize("frames.v1", bytes);
  }
}
