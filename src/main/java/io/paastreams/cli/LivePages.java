package io.paastreams.cli;

import io.paastreams.config.LivePageConfig;
import io.paastreams.event.Topics;
import io.paastreams.live.LiveCluster;
import io.paastreams.live.LiveServer;
import io.paastreams.setting.Keystore;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Starts live pages. */
final class LivePages {

  private LivePages() {}

  /**
   * A page over topics.
   *
   * @param metrics addresses of metrics beside those of the configuration
   * @throws IOException if the certificate of the instances cannot be read
   */
  static LiveServer start(LivePageConfig config, Topics topics, List<URI> metrics)
      throws IOException {
    Keystore instances = config.instances();
    List<URI> all = new ArrayList<>(config.live().metrics());
    all.addAll(metrics);
    return LiveServer.start(
        config.live().withMetrics(all),
        new LiveCluster(
            config.cluster().bootstrapServers(),
            config.cluster().kafka(),
            topics,
            config.applicationId(),
            config.claimChecks()),
        instances == null ? null : instances.forClient());
  }
}
