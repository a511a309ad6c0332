package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which clients get which answers from a server whose broker and registry do not exist. */
@Tag("process")
class LiveServerTest {

  private static final String VIEWER = "viewer-token-0123456789";
  private static final String OPERATOR = "operator-token-0123456789";
  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Content-Security-Policy", SecurityHeaders.POLICY);

  private static EventSerdes serdes;
  private static LiveServer open;
  private static LiveServer guarded;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    serdes = EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at("http://127.0.0.1:1")));
    LiveCluster nowhere =
        new LiveCluster(
            "127.0.0.1:1",
            Map.of(),
            Topics.of(TopicNames.standard(), serdes),
            "paa",
            ClaimCheckPolicy.refuseAll());
    open = LiveServer.start(LiveConfig.onLoopback(0), nowhere);
    guarded =
        LiveServer.start(
            new LiveConfig(
                "127.0.0.1", 0, VIEWER, OPERATOR, null, null, false, true, null, List.of()),
            nowhere);
  }

  @AfterAll
  static void stop() {
    open.close();
    guarded.close();
    serdes.close();
  }

  /** Every route of the document, which a test below compares with the server's. */
  @Test
  void withoutCredential_noRouteRevealsAnything() throws Exception {
    for (Operation operation : operations()) {
      for (String[] headers : new String[][] {{}, {"Cookie", Access.COOKIE + "=0000"}}) {
        HttpResponse<String> answer = ask(guarded, operation, headers);
        assertThat(answer.statusCode()).as("%s %s", operation, List.of(headers)).isEqualTo(401);
        assertThat(answer.body()).contains("Authorization: Bearer");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
      }
    }
    for (String wrong : List.of("Bearer wrong", "Bearer ", "Basic d3Jvbmc6d3Jvbmc=", "Digest x")) {
      assertThat(get(guarded, "api/machine", "Authorization", wrong).statusCode())
          .as(wrong)
          .isEqualTo(401);
    }
    assertThat(get(guarded, "").statusCode()).isEqualTo(401);
    assertThat(get(guarded, "").body()).contains("<form method=\"post\" action=\"login\">");
    assertThat(get(guarded, "api/cameras", "Authorization", "Bearer wrong").statusCode())
        .isEqualTo(401);
    assertThatThrownBy(() -> socket(guarded, null)).hasMessageContaining("WebSocket");
  }

  @Test
  void aToken_isTakenAsBearerAsPasswordAndByTheForm() throws Exception {
    assertThat(get(guarded, "api/cameras", "Authorization", "Bearer " + VIEWER).statusCode())
        .isEqualTo(200);
    String basic =
        java.util.Base64.getEncoder()
            .encodeToString(("anybody:" + VIEWER).getBytes(StandardCharsets.UTF_8));
    assertThat(get(guarded, "api/cameras", "Authorization", "Basic " + basic).statusCode())
        .isEqualTo(200);

    HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpResponse<String> page = login(browser, VIEWER);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<main id=\"content\"");
    assertThat(page.previousResponse().orElseThrow().headers().firstValue("Set-Cookie"))
        .hasValueSatisfying(
            cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict"));
    assertThat(
            login(
                    HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build(),
                    "wrong")
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void onlyOperatorsChangeSomething_andOnlyFromThePageItself() throws Exception {
    String path = "api/letters/0-1/replay";
    assertThat(post(guarded, path, "Authorization", "Bearer " + VIEWER).statusCode())
        .isEqualTo(403);
    assertThat(
            post(
                    guarded,
                    path,
                    "Authorization",
                    "Bearer " + OPERATOR,
                    "Origin",
                    "http://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(post(guarded, path, "Authorization", "Bearer " + OPERATOR).statusCode())
        .isEqualTo(404);
    assertThat(post(open, path, "Origin", "http://evil.example").statusCode()).isEqualTo(403);

    JsonNode audit =
        Json.parse(get(guarded, "api/audit", "Authorization", "Bearer " + OPERATOR).body());
    assertThat(audit.findValuesAsText("action"))
        .contains("replay dead letter", "replay dead letter, refused");
    assertThat(get(guarded, "api/audit", "Authorization", "Bearer " + VIEWER).statusCode())
        .isEqualTo(403);
  }

  /** The document says which these are: those with the tag operator. */
  @Test
  void whateverChangesSomething_needsTheOperator_andThePageItself_andIsRecorded() throws Exception {
    String[] operator = {"Authorization", "Bearer " + OPERATOR};
    String[] foreign = {"Authorization", "Bearer " + OPERATOR, "Origin", "https://evil.example"};
    for (Operation operation : operations()) {
      if (operation.method().equals("GET")) {
        assertThat(operation.changes() && !operation.path().equals("/api/audit"))
            .as("%s changes nothing", operation)
            .isFalse();
        continue;
      }
      assertThat(ask(guarded, operation, foreign).statusCode()).as("%s", operation).isEqualTo(403);
      if (operation.changes()) {
        int before = audited().size();
        assertThat(ask(guarded, operation, "Authorization", "Bearer " + VIEWER).statusCode())
            .as("%s", operation)
            .isEqualTo(403);
        assertThat(ask(guarded, operation, operator).statusCode())
            .as("%s", operation)
            .isIn(404, 409, 422);
        List<JsonNode> after = audited();
        assertThat(after).as("%s", operation).hasSize(before + 2);
        assertThat(after.get(0).path("role").asText()).isEqualTo("OPERATOR");
        assertThat(after.get(1).path("role").asText()).isEqualTo("VIEWER");
        assertThat(after.get(1).path("action").asText()).endsWith(", refused");
      }
    }
  }

  @Test
  void thePageOfAnotherSite_getsNoSocket() {
    assertThatThrownBy(() -> socket(open, "http://evil.example")).hasMessageContaining("WebSocket");
    socket(open, open.address().substring(0, open.address().length() - 1)).abort();
  }

  @Test
  void withoutTokens_onlyTheNamesOfThisMachineAreAnswered() throws IOException {
    assertThat(
            raw("GET /api/cameras HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("GET /api/cameras HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void everyAnswer_forbidsWhatThePageDoesNotNeed() throws Exception {
    for (String path :
        List.of(
            "", "files/main.js", "files/no-such.js", "api/cameras", "api/letters/9-9", "nowhere")) {
      HttpResponse<String> answer = get(open, path);
      HEADERS.forEach(
          (name, value) ->
              assertThat(answer.headers().firstValue(name))
                  .as("%s of %s", name, path)
                  .hasValue(value));
    }
    assertThat(SecurityHeaders.POLICY).doesNotContain("unsafe");
    assertThat(get(open, "").body()).doesNotContain("<script>").doesNotContain("style=");
  }

  @Test
  void paths_leadOnlyToThePagesOwnFiles() throws IOException {
    for (String path :
        List.of(
            "/files/..%2f..%2fpom.xml",
            "/files/../../pom.xml",
            "/files/%2e%2e/index.html",
            "/../etc/passwd",
            "/files/LiveServer.class")) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
          .as(path)
          .matches("(?s)HTTP/1.1 4\\d\\d.*");
    }
    assertThat(raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
  }

  @Test
  void whateverIsAsked_theServerDoesNotFail() throws Exception {
    Random random = new Random(18);
    List<String> paths =
        List.of("frame", "frames", "events", "alerts", "counts", "letters", "rules", "machine");
    for (int i = 0; i < 150; i++) {
      String path =
          "api/"
              + paths.get(random.nextInt(paths.size()))
              + (random.nextBoolean() ? "/" + noise(random) : "")
              + (random.nextBoolean() ? "/" + noise(random) : "")
              + "?"
              + noise(random)
              + "="
              + noise(random)
              + "&camera="
              + noise(random);
      HttpResponse<String> answer = get(open, path);
      assertThat(answer.statusCode()).as(path).isIn(200, 400, 404, 502);
    }
  }

  @Test
  void requestsMessagesAndStreams_areLimited() throws Exception {
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(URI.create(open.address() + "api/rules/draw"))
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1_100_000)))
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(413);

    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket viewer =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(open.address().replace("http", "ws") + "socket"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                    closed.complete(status);
                    return CompletableFuture.completedStage(null);
                  }

                  @Override
                  public void onError(WebSocket socket, Throwable failure) {
                    closed.completeExceptionally(failure);
                  }
                })
            .join();
    var unused = viewer.sendText("{\"type\":\"" + "x".repeat(70_000) + "\"}", true);
    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1009); // message too big

    List<HttpResponse<InputStream>> streams = new ArrayList<>();
    for (int i = 0; i <= 32; i++) {
      streams.add(
          client.send(
              HttpRequest.newBuilder(URI.create(open.address() + "api/stream")).build(),
              HttpResponse.BodyHandlers.ofInputStream()));
    }
    assertThat(streams.subList(0, 32)).allMatch(each -> each.statusCode() == 200);
    assertThat(streams.get(32).statusCode()).isEqualTo(429);
    for (HttpResponse<InputStream> each : streams) {
      each.body().close();
    }
  }

  @Test
  void aBrokerAndARegistryThatDoNotAnswer_areSaid_andChangesAreRefusedWithARemedy()
      throws Exception {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(get(open, "api/health").body())
                    .contains("\"broker\":{\"since\":")
                    .contains("\"registry\":{\"since\":")
                    .contains("127.0.0.1:1"));

    for (String[] request :
        new String[][] {
          {"PUT", "api/rules", "{\"yaml\": \"counts: {window: 10s, by: [camera]}\"}"},
          {"POST", "api/rules/try", "{\"yaml\": \"\", \"camera\": \"gate\"}"},
          {"GET", "api/frames/0/0", ""}
        }) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(open.address() + request[1]))
                  .method(request[0], HttpRequest.BodyPublishers.ofString(request[2]))
                  .timeout(Duration.ofSeconds(10)) // not the 20 s that the registry's client waits
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
      JsonNode problem = Json.parse(answer.body());
      assertThat(problem.path("status").asInt()).as(request[1]).isEqualTo(503);
      assertThat(problem.path("title").asText()).isEqualTo("Service Unavailable");
      assertThat(problem.path("detail").asText()).contains("Kafka does not answer");
      assertThat(problem.path("remedy").asText()).contains("start the brokers");
    }
  }

  @Test
  void theDocument_describesEveryRoute_andNoOther() throws Exception {
    JsonNode document = Json.parse(get(open, "api/openapi.json").body());
    List<String> described = new java.util.ArrayList<>();
    document
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

    assertThat(described).containsExactlyInAnyOrderElementsOf(open.apiRoutes());
  }

  @Test
  void itEnds_soonEvenWithoutABroker() {
    LiveServer server =
        LiveServer.start(
            LiveConfig.onLoopback(0),
            new LiveCluster(
                "127.0.0.1:1",
                Map.of(),
                Topics.of(TopicNames.standard(), serdes),
                "paa",
                ClaimCheckPolicy.refuseAll()));
    WebSocket viewer = socket(server, null);
    long begin = System.nanoTime();

    server.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    viewer.abort();
  }

  /** A route of the document with its parameters filled in. */
  private record Operation(String method, String path, boolean changes) {}

  private List<Operation> operations() throws IOException, InterruptedException {
    List<Operation> operations = new ArrayList<>();
    Json.parse(get(open, "api/openapi.json").body())
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.add(
                                new Operation(
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey().replaceAll("\\{\\w+}", "1"),
                                    method
                                        .getValue()
                                        .path("tags")
                                        .toString()
                                        .contains("operator")))));
    assertThat(operations).hasSizeGreaterThan(15);
    return operations;
  }

  private HttpResponse<String> ask(LiveServer server, Operation operation, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + operation.path().substring(1)))
            .method(
                operation.method(),
                operation.method().equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString("{\"yaml\": \"- no rules\"}"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private List<JsonNode> audited() throws IOException, InterruptedException {
    List<JsonNode> entries = new ArrayList<>();
    Json.parse(get(guarded, "api/audit", "Authorization", "Bearer " + OPERATOR).body())
        .forEach(entries::add);
    return entries;
  }

  private static String noise(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(
          (char) (random.nextInt(8) == 0 ? random.nextInt(0xD7FF) : 32 + random.nextInt(95)));
    }
    return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8)
        .replace("%2F", "x")
        .replace("%5C", "x")
        .replace("%25", "x")
        .replace("%00", "x");
  }

  private HttpResponse<String> get(LiveServer server, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(LiveServer server, String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> login(HttpClient browser, String token)
      throws IOException, InterruptedException {
    return browser.send(
        HttpRequest.newBuilder(URI.create(guarded.address() + "login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("token=" + token))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private WebSocket socket(LiveServer server, @org.jspecify.annotations.Nullable String origin) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    try {
      return builder
          .buildAsync(
              URI.create(server.address().replace("http", "ws") + "socket"),
              new WebSocket.Listener() {})
          .join();
    } catch (CompletionException e) {
      throw new IllegalStateException("no WebSocket: " + e.getCause(), e);
    }
  }

  private static String raw(String request) throws IOException {
    URI address = URI.create(open.address());
    try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = socket.getInputStream().readNBytes(200);
      return new String(answer, StandardCharsets.ISO_8859_1);
    }
  }
}
