package io.paastreams.metrics;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /model}. Whoever may read the metrics may see the current model; exchanging it
 * needs the token.
 *
 * <p>Threading: safe.
 */
final class ModelEndpoint {

  private static final String JSON = "application/json";
  private static final String BEARER = "Bearer ";
  private static final int MOST_BYTES = 4096;

  private final ModelControl control;
  private final @Nullable String token;

  ModelEndpoint(ModelControl control, @Nullable String token) {
    this.control = control;
    this.token = token;
  }

  void handle(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> MetricsServer.answer(exchange, 200, JSON, JsonText.object(control.status()));
      case "POST" -> post(exchange);
      default -> refuse(exchange, 405, "only GET and POST");
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    if (token == null) {
      refuse(exchange, 403, "metrics.adminToken is not set: nobody may exchange the model");
      return;
    }
    if (!isAuthorized(exchange.getRequestHeaders().getFirst("Authorization"), token)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      refuse(exchange, 401, "the bearer token is not that of metrics.adminToken");
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    String path = new String(body, StandardCharsets.UTF_8).strip();
    if (body.length > MOST_BYTES || path.isEmpty()) {
      refuse(exchange, 400, "the body must be the path of a model");
      return;
    }
    Optional<String> refusal = control.begin(path);
    if (refusal.isPresent()) {
      refuse(exchange, 409, refusal.get());
    } else {
      MetricsServer.answer(exchange, 202, JSON, JsonText.object(control.status()));
    }
  }

  /** Takes as long for a wrong token as for the right one. */
  private static boolean isAuthorized(@Nullable String header, String token) {
    String shown =
        header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : "";
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    MetricsServer.answer(exchange, status, JSON, JsonText.object(Map.of("error", why)));
  }
}
