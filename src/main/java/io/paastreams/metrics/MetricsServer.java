package io.paastreams.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /metrics} in Prometheus' text format, {@code /health/live} and {@code
 * /health/ready} (200 or 503; {@code /health} is the former), and {@code /info}.
 *
 * <p>Threading: safe; answers on threads of its own.
 */
public final class MetricsServer implements AutoCloseable {

  private static final String JSON = "application/json";
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final int BACKLOG = 16;
  private static final int THREADS = 8;

  /**
   * Whoever connects and says nothing holds a thread for no longer than this: else a few idle
   * connections would let the probes of an orchestrator fail, which would restart the process.
   */
  private static final String MOST_SECONDS = "5";

  static {
    // Read by the JDK's server once, when its first one is made.
    setUnlessSet("sun.net.httpserver.maxReqTime", MOST_SECONDS);
    setUnlessSet("sun.net.httpserver.maxRspTime", "30");
  }

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMetrics process = new ProcessMetrics(registry);
  private final HttpServer server;
  private final ExecutorService executor;

  private MetricsServer(HttpServer server, Health health) {
    this.server = server;
    this.executor =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "metrics");
              thread.setDaemon(true);
              return thread;
            });
    Gauge.builder("paa.build.info", () -> 1)
        .description("Always 1; the labels name the program")
        .tag("version", health.info().getOrDefault("version", "unknown"))
        .register(registry);
    server.setExecutor(executor);
    on("/metrics", PROMETHEUS_TEXT, () -> new Answer(true, registry.scrape()));
    on("/health", JSON, () -> status(health.isLive(), List.of()));
    on("/health/live", JSON, () -> status(health.isLive(), List.of()));
    on(
        "/health/ready",
        JSON,
        () -> {
          List<HealthCheck> checks = health.readiness();
          return status(checks.stream().allMatch(HealthCheck::up), checks);
        });
    on("/info", JSON, () -> new Answer(true, JsonText.object(health.info())));
  }

  /**
   * Also serves {@code /model}: GET returns the state of the model's exchange, POST with a path as
   * its body begins an exchange.
   *
   * @param token the bearer token that a POST must send; null if no POST is accepted
   */
  public void control(ModelControl control, @Nullable String token) {
    server.createContext("/model", new ModelEndpoint(control, token)::handle);
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  private record Answer(boolean up, String text) {}

  private static Answer status(boolean up, List<HealthCheck> checks) {
    return new Answer(up, JsonText.health(up, checks));
  }

  private void on(String path, String type, Supplier<Answer> answer) {
    server.createContext(
        path,
        exchange -> {
          if (!exchange.getRequestURI().getPath().equals(path)) {
            answer(exchange, 404, JSON, "{\"error\":\"there is no such page\"}\n");
            return;
          }
          Answer now = answer.get();
          answer(exchange, now.up() ? 200 : 503, type, now.text());
        });
  }

  /**
   * Starts the server.
   *
   * @param address where to listen; port 0 for a free one
   * @param tls for HTTPS; null for HTTP
   * @param health asked at each request
   * @throws IOException if the address cannot be bound
   */
  public static MetricsServer start(
      InetSocketAddress address, @Nullable SSLContext tls, Health health) throws IOException {
    HttpServer server;
    if (tls == null) {
      server = HttpServer.create(address, BACKLOG);
    } else {
      HttpsServer secured = HttpsServer.create(address, BACKLOG);
      secured.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secured;
    }
    MetricsServer metrics = new MetricsServer(server, health);
    metrics.server.start();
    return metrics;
  }

  /** The same over HTTP. */
  public static MetricsServer start(InetSocketAddress address, Health health) throws IOException {
    return start(address, null, health);
  }

  /** The same for a program that is ready as long as it is live. */
  public static MetricsServer start(InetSocketAddress address, BooleanSupplier live)
      throws IOException {
    return start(address, new LivenessOnly(live));
  }

  private record LivenessOnly(BooleanSupplier live) implements Health {
    @Override
    public boolean isLive() {
      return live.getAsBoolean();
    }

    @Override
    public List<HealthCheck> readiness() {
      boolean up = isLive();
      return List.of(new HealthCheck("state", up, up ? "is running" : "is not running"));
    }

    @Override
    public Map<String, String> info() {
      return Map.of();
    }
  }

  /** The registry whose meters are served. */
  public MeterRegistry registry() {
    return registry;
  }

  /** The port on which the server listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    process.close();
    registry.close();
  }
}
