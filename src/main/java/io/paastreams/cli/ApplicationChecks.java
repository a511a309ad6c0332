package io.paastreams.cli;

import io.paastreams.metrics.HealthCheck;
import io.paastreams.streams.ApplicationHealth;
import java.util.List;

/** The conditions under which a Kafka Streams application processes records. */
final class ApplicationChecks {

  private ApplicationChecks() {}

  /**
   * The checks of an application.
   *
   * @param prefix the prefix of their names, for a process that runs several applications
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
