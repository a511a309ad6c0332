package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.paastreams.text.MaskedUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a registry's answers and its silence are classified; the server answers as the test says. */
@Tag("process")
class ConfluentSchemaRegistryTest {

  private static final Schema SCHEMA = SchemaBuilder.record("R").fields().endRecord();
  private static final String UNKNOWN_ID =
      "{\"error_code\": 40403, \"message\": \"Schema not found\"}";

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI().getPath()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getRequestBody().readAllBytes();
          Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void anUnknownId_isTheRecordsFault() {
    answers.add(new Answer(404, UNKNOWN_ID));
    assertThatThrownBy(() -> registry(config()).schemaOf(7))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("no schema with id 7")
        .hasMessageContaining(url());
  }

  @Test
  void aSchemaOfAnotherLanguage_isTheRecordsFault() {
    answers.add(new Answer(200, "{\"schemaType\": \"PROTOBUF\", \"schema\": \"message M {}\"}"));
    assertThatThrownBy(() -> registry(config()).schemaOf(7))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("schema 7 is of type PROTOBUF");
  }

  @Test
  void aSchemaThatIsNone_isTheRecordsFault() {
    answers.add(new Answer(200, "{\"schema\": \"{\\\"type\\\": \\\"recrod\\\"}\"}"));
    assertThatThrownBy(() -> registry(config()).schemaOf(7))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("schema 7 is not an Avro schema");
  }

  @Test
  void aSchemaMadeOfOthers_isPutTogether() {
    answers.add(
        new Answer(
            200,
            """
            {"schema": "{\\"type\\": \\"record\\", \\"name\\": \\"R\\", \\"fields\\": [{\\"name\\": \\"p\\", \\"type\\": \\"P\\"}]}",
             "references": [{"name": "P", "subject": "p", "version": 1}]}\
            """));
    answers.add(
        new Answer(
            200,
            """
            {"subject": "p", "version": 1, "id": 1, "schema": "{\\"type\\": \\"record\\", \\"name\\": \\"P\\", \\"fields\\": []}"}\
            """));

    Schema schema = registry(config()).schemaOf(7);

    assertThat(schema.getField("p").schema().getName()).isEqualTo("P");
  }

  @Test
  void aWrongPath_isNotTheRecordsFault() {
    answers.add(new Answer(404, "<html>nothing here</html>"));
    assertThatThrownBy(() -> registry(config()).schemaOf(7))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContaining("check the path of registry.url");
  }

  @Test
  void wrongCredentials_areSaidAtOnce() {
    answers.add(new Answer(401, "{\"error_code\": 40101, \"message\": \"Unauthorized\"}"));
    assertThatThrownBy(() -> registry(config()).idOf("t-value", SCHEMA))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContaining("HTTP 401")
        .hasMessageContaining("credentials");
    assertThat(requests).hasSize(1);
  }

  @Test
  void anIncompatibleSubject_isSaidAtOnce() {
    answers.add(new Answer(409, "{\"error_code\": 409, \"message\": \"Incompatible schema\"}"));
    assertThatThrownBy(() -> registry(config()).idOf("t-value", SCHEMA))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContaining("R under subject t-value")
        .hasMessageContaining("use another topic");
  }

  @Test
  void aServerThatRecovers_isAskedAgain() {
    answers.add(new Answer(503, "{\"error_code\": 503, \"message\": \"starting\"}"));
    answers.add(new Answer(500, "{\"error_code\": 50001, \"message\": \"store\"}"));
    answers.add(new Answer(200, "{\"id\": 12}"));

    assertThat(registry(config()).idOf("t-value", SCHEMA)).isEqualTo(12);
    assertThat(requests).hasSize(3);
  }

  @Test
  void aServerThatStaysBroken_endsThePatience() {
    answers.add(new Answer(503, "{\"error_code\": 503, \"message\": \"starting\"}"));
    RegistryConfig impatient = config().withPatience(Duration.ofMillis(300));
    assertThatThrownBy(() -> registry(impatient).schemaOf(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(url())
        .hasMessageContaining("registry.url");
    assertThat(requests).hasSizeGreaterThan(1);
  }

  @Test
  void unreachableStore_isNotTheRecordsFault() {
    server.stop(0);
    RegistryConfig impatient = config().withPatience(Duration.ZERO);
    assertThatThrownBy(() -> registry(impatient).schemaOf(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Connection refused")
        .hasMessageContaining("start it");
  }

  @Test
  void withoutRegistering_itOnlyLooksUp() {
    answers.add(new Answer(404, "{\"error_code\": 40401, \"message\": \"Subject not found\"}"));
    assertThatThrownBy(() -> registry(config().withoutRegistering()).idOf("t-value", SCHEMA))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContaining("register the schema first");
    assertThat(requests).singleElement().asString().startsWith("POST /subjects/t-value ");
  }

  @Test
  void credentials_reachTheServer() {
    answers.add(new Answer(200, "{\"id\": 12}"));
    registry(
            config()
                .with("basic.auth.credentials.source", "USER_INFO")
                .with("basic.auth.user.info", "user:secret"))
        .idOf("t-value", SCHEMA);
    registry(
            config()
                .with("bearer.auth.credentials.source", "STATIC_TOKEN")
                .with("bearer.auth.token", "t0ken"))
        .idOf("t-value", SCHEMA);
    assertThat(requests)
        .containsExactly(
            "POST /subjects/t-value Basic dXNlcjpzZWNyZXQ=", "POST /subjects/t-value Bearer t0ken");
  }

  @Test
  void theConfiguration_keepsItsSecrets() {
    assertThat(config().with("basic.auth.user.info", "user:secret").toString())
        .contains("basic.auth.user.info")
        .doesNotContain("secret");
  }

  @Test
  void anUrlThatIsNone_isRefused() {
    for (String url : new String[] {"localhost:8081", "ftp://host", "http://", "http://a b"}) {
      assertThatThrownBy(() -> RegistryConfig.at(url))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(MaskedUrl.of(url))
          .hasMessageContaining("is not a registry URL");
    }
  }

  private RegistryConfig config() {
    return RegistryConfig.at(url());
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static ConfluentSchemaRegistry registry(RegistryConfig config) {
    return new ConfluentSchemaRegistry(config);
  }

  private record Answer(int status, String body) {}
}
