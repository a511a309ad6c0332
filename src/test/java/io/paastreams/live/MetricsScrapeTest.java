package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsScrapeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String METRICS =
      """
      # TYPE paa_batches_total counter
      paa_batches_total{reason="full"} 7.0
      paa_batch_size_count 7
      paa_batch_size_sum 28.0
      paa_device_busy_seconds_total 3.5
      """;

  @Test
  void anInstanceThatDied_isSilent_andAnswersAgainWhenItIsBack() throws IOException {
    HttpServer one = server(0);
    HttpServer other = server(0);
    int port = other.getAddress().getPort();
    MetricsScrape scrape =
        MetricsScrape.start(List.of(address(one), address(other)), null, InstantSource.system());
    try {
      await().atMost(PATIENCE).until(() -> scrape.latest().instances() == 2);
      assertThat(scrape.latest().batchesByReason()).containsEntry("full", 14.0);

      other.stop(0);
      await().atMost(PATIENCE).until(() -> scrape.latest().instances() == 1);
      assertThat(scrape.latest().endpoints())
          .satisfiesExactly(
              each -> assertThat(each.silent()).isZero(),
              each -> assertThat(each.silent()).isPositive());

      HttpServer back = server(port);
      await().atMost(PATIENCE).until(() -> scrape.latest().instances() == 2);
      assertThat(scrape.latest().endpoints())
          .extracting(MetricsScrape.Endpoint::silent)
          .containsOnly(0L);
      back.stop(0);
    } finally {
      scrape.close();
      one.stop(0);
    }
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:%d/metrics".formatted(server.getAddress().getPort()));
  }

  private static HttpServer server(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = METRICS.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
