package io.paastreams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** The lag, out of what consumers measure. */
class StreamsMetricsTest {

  private final Map<MetricName, Value> metrics = new HashMap<>();

  private record Value(MetricName metricName, Object metricValue) implements Metric {}

  @Test
  void eachPartitionCountsOnce_underWhicheverNameTheConsumerGivesItsTopic() {
    assertThat(StreamsMetrics.lag(metrics)).isNaN();
    lag("a-consumer", "frames.v1", 0, 100);
    lag("a-consumer", "frames_v1", 0, 100);
    lag("a-consumer", "frames.v1", 1, 20);
    lag("b-consumer", "frames_v1", 2, 3);
    lag("b-consumer", "frames.v1", 3, -1);
    lag("a-restore-consumer", "changelog", 0, 5000);

    assertThat(StreamsMetrics.lag(metrics)).isEqualTo(123);
  }

  private void lag(String client, String topic, int partition, double records) {
    MetricName name =
        new MetricName(
            "records-lag",
            "consumer-fetch-manager-metrics",
            "",
            Map.of("client-id", client, "topic", topic, "partition", "" + partition));
    metrics.put(name, new Value(name, records));
  }
}
