package io.paastreams.cli;

import io.paastreams.config.LivePageConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.Topics;
import io.paastreams.live.LiveCluster;
import io.paastreams.live.LiveServer;
import io.paastreams.setting.Keystore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts live pages. */
final class LivePages {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private LivePages() {}

  /**
   * The serdes of a page, which waits less long for a registry than a pipeline does, because people
   * are looking at it.
   */
  static EventSerdes serdes(LivePageConfig config) {
    EventSerdesConfig serdes = config.cluster().serdes();
    Duration patience = serdes.registry().patience();
    return EventSerdes.of(
        serdes.withPatience(patience.compareTo(PATIENCE) < 0 ? patience : PATIENCE));
  }

  /**
   * Starts a page that shows the topics of its configuration.
   *
   * @param serdes the serdes, which must stay open as long as the page
   * @param metrics addresses of metrics in addition to those of the configuration
   * @throws IOException if the certificate of the instances cannot be read
   */
  static LiveServer start(LivePageConfig config, EventSerdes serdes, List<URI> metrics)
      throws IOException {
    Keystore instances = config.instances();
    List<URI> all = new ArrayList<>(config.live().metrics());
    all.addAll(metrics);
    return LiveServer.start(
        config.live().withMetrics(all),
        new LiveCluster(
            config.cluster().bootstrapServers(),
            config.cluster().kafka(),
            Topics.of(config.cluster().topics(), serdes),
            config.applicationId(),
            config.claimChecks()),
        instances == null ? null : instances.forClient());
  }
}
