package io.paastreams.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ClientMetricsTest {

  private final Map<MetricName, Metric> metrics = new LinkedHashMap<>();

  @Test
  void theLongestSilentMember_counts() {
    heartbeat("app-StreamThread-1-consumer", 2.0);
    heartbeat("app-StreamThread-2-consumer", 40.0);
    heartbeat("app-StreamThread-1-restore-consumer", -1.0);

    Duration silence = ClientMetrics.sinceHeartbeat(metrics);

    assertThat(silence).hasSeconds(40);
    assertThat(new ApplicationHealth(ApplicationState.RUNNING, 1, silence).brokersAnswer())
        .isFalse();
  }

  @Test
  void aMemberThatHasNotSpokenYet_knowsOfNoBroker() {
    heartbeat("app-StreamThread-1-consumer", 2.0);
    heartbeat("app-StreamThread-2-consumer", -1.0);

    assertThat(ClientMetrics.sinceHeartbeat(metrics)).isEqualTo(ApplicationHealth.NEVER);
    assertThat(ClientMetrics.sinceHeartbeat(Map.of())).isEqualTo(ApplicationHealth.NEVER);
  }

  private void heartbeat(String client, double seconds) {
    MetricName name =
        new MetricName(
            "last-heartbeat-seconds-ago",
            "consumer-coordinator-metrics",
            "",
            Map.of("client-id", client));
    metrics.put(
        name,
        new Metric() {
          @Override
          public MetricName metricName() {
            return name;
          }

          @Override
          public Object metricValue() {
            return seconds;
          }
        });
  }
}
