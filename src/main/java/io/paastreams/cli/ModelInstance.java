package io.paastreams.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A running instance, which is reached on the port of its metrics.
 *
 * <p>Threading: one thread.
 */
final class ModelInstance {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI uri;
  private final HttpClient client;

  private ModelInstance(URI uri, HttpClient client) {
    this.uri = uri;
    this.client = client;
  }

  /**
   * How an instance is.
   *
   * @param path of the model at work, as it was given
   * @param configuredPath of the model with which it would start again: its {@code model.path}
   */
  record Status(
      String state,
      String model,
      String sha256,
      String path,
      String configuredPath,
      String since,
      String error) {

    /** Whether a restart would bring another model. */
    boolean isForgotten() {
      return !configuredPath.equals(path);
    }

    boolean isBusy() {
      return state.equals(ModelSwitch.State.LOADING.name())
          || state.equals(ModelSwitch.State.RETIRING.name());
    }

    boolean hasFailed() {
      return state.equals(ModelSwitch.State.FAILED.name());
    }
  }

  /**
   * The instances behind addresses. A name with several addresses, such as that of a headless
   * service, stands for one instance at each.
   *
   * @param addresses {@code host:port}, or a URL
   * @param tls knows the certificate that they show; null if they serve HTTP unless a URL says
   *     otherwise
   * @throws IllegalArgumentException if one is not an address, or its host is not known
   */
  static List<ModelInstance> of(List<String> addresses, @Nullable SSLContext tls) {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    HttpClient client = (tls == null ? builder : builder.sslContext(tls)).build();
    String scheme = tls == null ? "http://" : "https://";
    Set<URI> uris = new LinkedHashSet<>();
    addresses.forEach(
        address -> uris.addAll(uris(address.contains("://") ? address : scheme + address, tls)));
    return uris.stream().map(uri -> new ModelInstance(uri, client)).toList();
  }

  private static List<URI> uris(String address, @Nullable SSLContext tls) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(wrong(address), e);
    }
    String host = uri.getHost();
    if (host == null || uri.getPort() < 0 || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(wrong(address));
    }
    if (tls == null && !uri.getScheme().equals("http")) {
      return List.of(uri.resolve("/model")); // a certificate is for the name
    }
    try {
      return List.of(InetAddress.getAllByName(host)).stream()
          .map(
              each ->
                  URI.create(
                      "%s://%s:%d/model".formatted(uri.getScheme(), literal(each), uri.getPort())))
          .toList();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("the host of " + address + " is not known", e);
    }
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  private static String wrong(String address) {
    return "%s is not an instance: write host:port with its metrics.host and metrics.port"
        .formatted(address.replaceFirst("^https?://", ""));
  }

  /** {@code host:port}. */
  String name() {
    return uri.getRawAuthority();
  }

  /**
   * Asks for its status.
   *
   * @throws IOException with the reason and the remedy, if it does not answer
   */
  Status status() throws IOException, InterruptedException {
    return status(send(HttpRequest.newBuilder(uri).GET(), 200));
  }

  /**
   * Begins to exchange its model.
   *
   * @throws IOException with the reason, if it refuses
   */
  void begin(String path, String token) throws IOException, InterruptedException {
    var unused =
        send(
            HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(path)),
            202);
  }

  private JsonNode send(HttpRequest.Builder request, int expected)
      throws IOException, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException(
          "%s does not answer (%s): is it running, with metrics.port set and metrics.host reachable?"
              .formatted(name(), reason(e)),
          e);
    }
    JsonNode body = parse(answer.body());
    if (answer.statusCode() != expected || body == null) {
      String told = body == null ? "" : body.path("error").asText("");
      throw new IOException(
          "%s answered %d%s"
              .formatted(name(), answer.statusCode(), told.isEmpty() ? "" : ": " + told));
    }
    return body;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static @Nullable JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static Status status(JsonNode body) {
    return new Status(
        body.path("state").asText(),
        body.path("model").asText(),
        body.path("sha256").asText(),
        body.path("path").asText(),
        body.path("configuredPath").asText(),
        body.path("since").asText(),
        body.path("error").asText());
  }
}
