package io.paastreams.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Serves {@code /metrics} in Prometheus' text format and {@code /health}: 200 while the pipeline is
 * healthy, otherwise 503.
 *
 * <p>Threading: safe; answers on threads of its own.
 */
public final class MetricsServer implements AutoCloseable {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
  private final HttpServer server;
  private final ExecutorService executor;

  private MetricsServer(HttpServer server, BooleanSupplier healthy) {
    this.server = server;
    this.executor =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "metrics");
              thread.setDaemon(true);
              return thread;
            });
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gcMetrics.bindTo(registry);
    server.setExecutor(executor);
    server.createContext(
        "/metrics", exchange -> answer(exchange, 200, PROMETHEUS_TEXT, registry.scrape()));
    server.createContext(
        "/health",
        exchange -> {
          boolean up = healthy.getAsBoolean();
          answer(
              exchange,
              up ? 200 : 503,
              "application/json",
              up ? "{\"status\":\"UP\"}\n" : "{\"status\":\"DOWN\"}\n");
        });
  }

  /**
   * Starts the server.
   *
   * @param address the address to listen on; port 0 for a free one
   * @param healthy called for each {@code /health}
   * @throws IOException if the address cannot be bound
   */
  public static MetricsServer start(InetSocketAddress address, BooleanSupplier healthy)
      throws IOException {
    MetricsServer metrics = new MetricsServer(HttpServer.create(address, 16), healthy);
    metrics.server.start();
    return metrics;
  }

  /** The registry of the meters to serve. */
  public MeterRegistry registry() {
    return registry;
  }

  /** The port on which the server listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
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
    gcMetrics.close();
    registry.close();
  }
}
