package io.paastreams.cli;

import io.paastreams.check.CheckReport;
import io.paastreams.check.Finding;
import io.paastreams.check.FindingSeverity;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.config.ClusterConfig;
import io.paastreams.event.TopicUse;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What commands that start applications do first. */
final class BeforeStart {

  private static final Logger LOG = LoggerFactory.getLogger(BeforeStart.class);

  private BeforeStart() {}

  static void createTopics(ClusterConfig cluster, List<TopicUse> uses) {
    try (TopicAdmin admin = TopicAdmin.connect(cluster.bootstrapServers(), cluster.kafka())) {
      admin
          .createMissing(cluster.layout().topics(cluster.topics().only(uses)))
          .forEach(topic -> LOG.info("created the topic {}", topic.name()));
    }
  }

  /** Reports all faults at once, before anything has been started. */
  static void demandSound(CheckReport report) {
    report.of(FindingSeverity.WARNING).forEach(warning -> LOG.warn("{}", warning));
    List<Finding> faults = report.of(FindingSeverity.FAULT);
    if (!faults.isEmpty()) {
      throw new CommandFailedException(
          "%d fault%s found before the start:%n  %s"
              .formatted(
                  faults.size(),
                  faults.size() == 1 ? "" : "s",
                  faults.stream()
                      .map(Finding::toString)
                      .collect(Collectors.joining(System.lineSeparator() + "  "))));
    }
  }
}
