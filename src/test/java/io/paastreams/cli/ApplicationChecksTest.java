package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.metrics.HealthCheck;
import io.paastreams.streams.ApplicationHealth;
import io.paastreams.streams.ApplicationState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ApplicationChecksTest {

  @Test
  void whileStatesAreRestored_partitionsAreNotUp() {
    assertThat(checks(ApplicationState.REBALANCING, Duration.ofSeconds(1)))
        .containsExactly(
            new HealthCheck("analytics-partitions", false, "REBALANCING, reads 4"),
            new HealthCheck("analytics-brokers", true, "last heartbeat 1 s ago"));
  }

  @Test
  void whenNoBrokerAnswers_thatIsSaid() {
    assertThat(checks(ApplicationState.RUNNING, Duration.ofSeconds(40)))
        .containsExactly(
            new HealthCheck("analytics-partitions", true, "RUNNING, reads 4"),
            new HealthCheck("analytics-brokers", false, "last heartbeat 40 s ago"));
    assertThat(checks(ApplicationState.RUNNING, ApplicationHealth.NEVER).get(1))
        .isEqualTo(new HealthCheck("analytics-brokers", false, "no heartbeat yet"));
  }

  private static List<HealthCheck> checks(ApplicationState state, Duration sinceHeartbeat) {
    return ApplicationChecks.of("analytics-", new ApplicationHealth(state, 4, sinceHeartbeat));
  }
}
