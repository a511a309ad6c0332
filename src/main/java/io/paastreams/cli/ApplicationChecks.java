package io.paastreams.cli;

import io.paastreams.metrics.HealthCheck;
import io.paastreams.streams.ApplicationHealth;
import java.util.List;

/** What has to be well for an application on Kafka Streams to process records. */
final class ApplicationChecks {

  private ApplicationChecks() {}

  /**
   * Its checks.
   *
   * @param prefix of their names, where a process runs several applications
   */
  static List<HealthCheck> of(String prefix, ApplicationHealth health) {
    return List.of(
        new HealthCheck(
            prefix + "partitions",
            health.isAssigned(),
            "%s, reads %d".formatted(health.state(), health.partitions())),
        new HealthCheck(
            prefix + "brokers",
            health.brokersAnswer(),
            health.sinceHeartbeat().equals(ApplicationHealth.NEVER)
                ? "no heartbeat yet"
                : "last heartbeat %d s ago".formatted(health.sinceHeartbeat().toSeconds())));
  }
}
