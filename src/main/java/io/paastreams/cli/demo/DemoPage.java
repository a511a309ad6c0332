package io.paastreams.cli.demo;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.event.Topics;
import io.paastreams.live.LiveCluster;
import io.paastreams.live.LiveConfig;
import io.paastreams.live.LiveServer;
import io.paastreams.metrics.MetricsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The live page of a demo, on its usual port if that is free. */
final class DemoPage {

  static final String APPLICATION_ID = "paa-streams-demo";

  private static final int USUAL_PORT = 8088;

  private DemoPage() {}

  /** The metrics that the page's machine room shows. */
  static MetricsServer metrics() {
    try {
      return MetricsServer.start(new InetSocketAddress("127.0.0.1", 0), () -> true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve metrics on the loopback interface", e);
    }
  }

  static LiveServer serve(String bootstrapServers, Topics topics, MetricsServer metrics) {
    LiveCluster cluster =
        new LiveCluster(
            bootstrapServers, Map.of(), topics, APPLICATION_ID, ClaimCheckPolicy.refuseAll());
    List<URI> addresses =
        List.of(URI.create("http://127.0.0.1:%d/metrics".formatted(metrics.port())));
    try {
      return LiveServer.start(LiveConfig.onLoopback(USUAL_PORT).withMetrics(addresses), cluster);
    } catch (IllegalStateException taken) {
      return LiveServer.start(LiveConfig.onLoopback(0).withMetrics(addresses), cluster);
    }
  }
}
