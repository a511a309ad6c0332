package io.paastreams.devkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Answers the few schema registry calls that our client makes, over HTTP or HTTPS, to clients with
 * the right Authorization header. It starts at once, whereas the real one takes seconds.
 *
 * <p>Threading: safe; requests are answered one after the other.
 */
public final class StandInRegistry implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The requests as {@code METHOD path}. */
  public final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

  /** Answers in place of the registry; null to let it answer. Takes {@code METHOD path}. */
  public volatile Function<String, @Nullable Reply> interception = request -> null;

  /** An answer with Confluent's JSON or with any other body. */
  public record Reply(int status, String body) {

    /** A refusal as Confluent's registry words it. */
    public static Reply refusal(int status, int code) {
      return new Reply(status, "{\"error_code\": " + code + ", \"message\": \"no\"}");
    }
  }

  private final HttpServer server;
  private final String scheme;
  private final @Nullable String authorization;
  private final List<JsonNode> schemas = new ArrayList<>();
  private final Map<String, List<Integer>> subjects = new LinkedHashMap<>();

  private StandInRegistry(HttpServer server, String scheme, @Nullable String authorization) {
    this.server = server;
    this.scheme = scheme;
    this.authorization = authorization;
    server.createContext("/", this::answer);
    server.start();
  }

  /** Open to all. */
  public static StandInRegistry open() throws IOException {
    return new StandInRegistry(HttpServer.create(loopback(), 0), "http", null);
  }

  /** Only for requests with this Authorization header. */
  public static StandInRegistry guarded(String authorization) throws IOException {
    return new StandInRegistry(HttpServer.create(loopback(), 0), "http", authorization);
  }

  /** Over TLS. */
  public static StandInRegistry tls(
      SSLContext context, boolean clientCertificates, @Nullable String authorization)
      throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setNeedClientAuth(clientCertificates);
            parameters.setSSLParameters(ssl);
          }
        });
    return new StandInRegistry(server, "https", authorization);
  }

  private static InetSocketAddress loopback() throws IOException {
    return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
  }

  public String url() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Registers a schema under a subject, as another client would. */
  public synchronized int register(String subject, String schema) throws IOException {
    return register(subject, JSON.readTree(schema));
  }

  private int register(String subject, JsonNode schema) {
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    int id = schemas.indexOf(schema) + 1;
    List<Integer> versions = subjects.computeIfAbsent(subject, s -> new ArrayList<>());
    if (!versions.contains(id)) {
      versions.add(id);
    }
    return id;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    byte[] body = exchange.getRequestBody().readAllBytes();
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null && !Objects.equals(authorization, shown)) {
      send(exchange, 401, Map.of("error_code", 401, "message", "Unauthorized"));
      return;
    }
    Reply reply = interception.apply(exchange.getRequestMethod() + " " + path);
    if (reply != null) {
      send(exchange, reply.status(), reply.body().getBytes(StandardCharsets.UTF_8));
      return;
    }
    String[] parts = path.substring(1).split("/", -1);
    boolean asks = exchange.getRequestMethod().equals("GET");
    if (path.equals("/subjects")) {
      send(exchange, 200, List.copyOf(subjects.keySet()));
    } else if (parts[0].equals("mode")) {
      send(exchange, 200, Map.of("mode", "READWRITE"));
    } else if (parts[0].equals("schemas") && !hasId(parts[2])) {
      send(exchange, 404, Map.of("error_code", 40403, "message", "Schema not found"));
    } else if (parts[0].equals("schemas")) {
      JsonNode schema = schemas.get(Integer.parseInt(parts[2]) - 1);
      send(exchange, 200, Map.of("schema", schema.toString()));
    } else if (parts[0].equals("compatibility")) {
      send(exchange, 200, Map.of("is_compatible", true));
    } else if (parts.length == 3 && !asks) {
      send(exchange, 200, Map.of("id", register(parts[1], schemaOf(body))));
    } else if (!subjects.containsKey(parts[1])) {
      send(exchange, 404, Map.of("error_code", 40401, "message", "Subject not found"));
    } else if (asks && parts.length == 3) {
      send(exchange, 200, IntStream.rangeClosed(1, subjects.get(parts[1]).size()).toArray());
    } else {
      List<Integer> versions = subjects.get(parts[1]);
      int version =
          !asks || parts[3].equals("latest") ? versions.size() : Integer.parseInt(parts[3]);
      int id = asks ? versions.get(version - 1) : schemas.indexOf(schemaOf(body)) + 1;
      if (versions.contains(id)) {
        send(
            exchange,
            200,
            Map.of(
                "subject",
                parts[1],
                "version",
                versions.indexOf(id) + 1,
                "id",
                id,
                "schema",
                schemas.get(id - 1).toString()));
      } else {
        send(exchange, 404, Map.of("error_code", 40403, "message", "Schema not found"));
      }
    }
  }

  private boolean hasId(String id) {
    int number = Integer.parseInt(id);
    return number >= 1 && number <= schemas.size();
  }

  private static JsonNode schemaOf(byte[] body) throws IOException {
    return JSON.readTree(JSON.readTree(body).get("schema").textValue());
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    send(exchange, status, JSON.writeValueAsBytes(answer));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
