package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever bytes a client sends, as an operator: the server refuses or answers, and never fails.
 */
@Tag("process")
class LiveFuzzTest {

  private static final String OPERATOR = "operator-token-0123456789";
  private static final String EVIL = "<script>alert(1)</script>";

  private static EventSerdes serdes;
  private static LiveServer server;

  /**
   * A request as it goes over the wire.
   *
   * @param target path and query, not encoded
   */
  record Request(String method, String target, String header, String body) {

    byte[] bytes() {
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(
          "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%s\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, target, OPERATOR, header, content.length)
              .getBytes(StandardCharsets.UTF_8));
      all.writeBytes(content);
      return all.toByteArray();
    }
  }

  @BeforeContainer
  static void start() {
    // There is no registry: whoever writes must learn so before the client gives up.
    RegistryConfig registry =
        RegistryConfig.at("http://127.0.0.1:1").withPatience(Duration.ofSeconds(1));
    serdes = EventSerdes.of(EventSerdesConfig.builtIn(registry));
    server =
        LiveServer.start(
            new LiveConfig(
                "127.0.0.1", 0, null, OPERATOR, null, null, false, true, null, List.of()),
            new LiveCluster(
                "127.0.0.1:1",
                Map.of(),
                Topics.of(TopicNames.standard(), serdes),
                "paa",
                ClaimCheckPolicy.refuseAll()));
  }

  @AfterContainer
  static void stop() {
    server.close();
    serdes.close();
  }

  @Property(tries = 600)
  void neverAFailure_aStackTrace_orAnEcho(@ForAll("requests") Request request) throws IOException {
    String answer = send(request.bytes());

    assertThat(answer).matches("(?s)HTTP/1\\.1 [2-5]\\d\\d.*");
    assertThat(answer).doesNotContainPattern("(?s)^HTTP/1\\.1 500");
    assertThat(answer)
        .doesNotContain("Exception", "\tat ", "io.paastreams", "io.javalin", "org.eclipse");
    String head = answer.substring(0, Math.max(0, answer.indexOf("\r\n\r\n")));
    // What comes back is never a page that a browser would read a script in.
    assertThat(answer.contains(EVIL) && head.contains("text/html")).isFalse();
    assertThat(head).doesNotContain("X-Injected");
  }

  @Provide
  Arbitrary<Request> requests() {
    List<String> routes =
        server.apiRoutes().stream().map(route -> route.substring(route.indexOf(' ') + 1)).toList();
    Arbitrary<String> path =
        Combinators.combine(Arbitraries.of(routes), words())
            .as((route, word) -> route.replaceAll("\\{\\w+}", quoted(word)))
            .filter(route -> !route.startsWith("/api/stream"));
    Arbitrary<String> query =
        Combinators.combine(
                Arbitraries.of("camera", "state", "zone", "boxes", "track", "x"), words())
            .as((name, word) -> "?" + name + "=" + word);
    Arbitrary<String> target =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Combinators.combine(path, query).as(String::concat)),
            net.jqwik.api.Tuple.of(2, path),
            net.jqwik.api.Tuple.of(1, words().map(word -> "/" + word)),
            net.jqwik.api.Tuple.of(1, words().map(word -> "/files/" + word)));
    Arbitrary<String> header =
        Arbitraries.oneOf(
            Arbitraries.of(
                "X-A: b",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data; boundary=x",
                "Origin: null",
                "Cookie: paa_live=../../etc",
                "If-None-Match: *",
                "Range: bytes=9-1",
                "Expect: 100-continue",
                "Upgrade: websocket",
                "X-HTTP-Method-Override: PUT"),
            words().map(word -> "X-Evil: " + word));
    return Combinators.combine(
            Arbitraries.of(
                "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "FOO"),
            target.map(text -> text.replaceAll("[\r\n ]", "+")),
            header.map(text -> text.replaceAll("[\r\n]", "")),
            bodies())
        .as(Request::new);
  }

  private static String quoted(String word) {
    return java.util.regex.Matcher.quoteReplacement(word.replace("/", "%2F"));
  }

  private static Arbitrary<String> words() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(30),
        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(30),
        Arbitraries.of(
            EVIL,
            "..%2f..%2fetc%2fpasswd",
            "%00",
            "%",
            "%zz",
            "%c0%ae%c0%ae",
            "a%0d%0aX-Injected:%20b",
            "-1",
            "99999999999999999999",
            "0-1",
            "${jndi:ldap://127.0.0.1:1/a}",
            "'; DROP TABLE x; --",
            "x".repeat(5_000)));
  }

  /** No rules that would be applied: they are always based on a version that does not exist. */
  private static Arbitrary<String> bodies() {
    Arbitrary<String> json =
        Combinators.combine(
                Arbitraries.of("yaml", "camera", "kind", "points", "hours", "token"),
                Arbitraries.oneOf(
                    words().map(word -> Json.text(word)),
                    Arbitraries.of(
                        "null",
                        "1e999",
                        "[[0,0],[1,1],[1,0]]",
                        "[[[]]]",
                        "{}",
                        "\"a: &a [*a,*a]\"",
                        "\"cameras: {a: {zones: {b: {polygon: [[0,0],[1,0],[1,1]]}}}}\"",
                        "\"!!javax.script.ScriptEngineManager [x]\"")))
            .as(
                (name, value) ->
                    "{\"basedOn\":\"none\",\"camera\":\"a\",\"kind\":\"zone\",\"name\":\"b\",\"points\":[],\"%s\":%s}"
                        .formatted(name, value));
    return Arbitraries.oneOf(
        json,
        words(),
        Arbitraries.of(
            "",
            "[".repeat(20_000),
            "{\"yaml\":" + "[".repeat(20_000),
            "{\"yaml\":\"" + "[".repeat(20_000) + "\"}",
            "x".repeat(1_100_000)));
  }

  private static String send(byte[] request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", URI.create(server.address()).getPort())) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(request);
      } catch (IOException e) {
        // It may refuse a long one before it has read all of it.
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] part = new byte[8_192];
      try {
        for (int n = 0; n >= 0 && answer.size() < 100_000; n = socket.getInputStream().read(part)) {
          answer.write(part, 0, n);
        }
      } catch (java.net.SocketException e) {
        // Reset after the answer, since the rest of the request was not read.
      }
      return answer
          .toString(StandardCharsets.UTF_8)
          .replaceFirst("^HTTP/1\\.1 100 Continue\r\n\r\n", "");
    }
  }
}
