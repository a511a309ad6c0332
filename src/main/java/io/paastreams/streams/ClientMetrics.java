package io.paastreams.streams;

import java.time.Duration;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** What Kafka's own metrics say about the application's members of the group. */
final class ClientMetrics {

  private ClientMetrics() {}

  /**
   * The time since the main consumer that has been silent the longest sent a heartbeat; NEVER if
   * one has sent none.
   */
  static Duration sinceHeartbeat(Map<MetricName, ? extends Metric> metrics) {
    double[] seconds =
        values(metrics, "consumer-coordinator-metrics", "last-heartbeat-seconds-ago").toArray();
    if (seconds.length == 0 || DoubleStream.of(seconds).anyMatch(each -> !(each >= 0))) {
      return ApplicationHealth.NEVER;
    }
    return Duration.ofSeconds((long) DoubleStream.of(seconds).max().orElseThrow());
  }

  private static DoubleStream values(
      Map<MetricName, ? extends Metric> metrics, String group, String name) {
    return metrics.entrySet().stream()
        .filter(each -> each.getKey().group().equals(group) && each.getKey().name().equals(name))
        .filter(each -> isMainConsumer(each.getKey()))
        .map(each -> each.getValue().metricValue())
        .filter(Number.class::isInstance)
        .mapToDouble(value -> ((Number) value).doubleValue());
  }

  /** Restore and global consumers belong to no group. */
  private static boolean isMainConsumer(MetricName name) {
    String client = name.tags().getOrDefault("client-id", "");
    return client.endsWith("-consumer")
        && !client.endsWith("-restore-consumer")
        && !client.endsWith("-global-consumer");
  }
}
