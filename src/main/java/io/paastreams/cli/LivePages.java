package io.paastreams.cli;

import io.paastreams.config.LivePageConfig;
import io.paastreams.event.Topics;
import io.paastreams.live.LiveCluster;
import io.paastreams.live.LiveServer;
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
   */
  static LiveServer start(LivePageConfig config, Topics topics, List<URI> metrics) {
    List<URI> all = new ArrayList<>(config.live().metrics());
    all.addAll(metrics);
    return LiveServer.start(
        config.live().withMetrics(all),
        new LiveCluster(
            config.cluster().bootstrapServers(),
            config.cluster().kafka(),
            topics,
            config.applicationId(),
            config.claimChecks()));
  }
}
