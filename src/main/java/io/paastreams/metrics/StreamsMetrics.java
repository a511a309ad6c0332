package io.paastreams.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Streams and its clients measure themselves, as {@code kafka.*}, and the lag.
 *
 * <p>Threading: safe.
 */
public final class StreamsMetrics implements Consumer<KafkaStreams>, AutoCloseable {

  private final MeterRegistry registry;
  private final String lag;
  private final AtomicReference<@Nullable KafkaStreamsMetrics> bound = new AtomicReference<>();

  private StreamsMetrics(MeterRegistry registry, String lag) {
    this.registry = registry;
    this.lag = lag;
  }

  /** The metrics of the pipeline. */
  public static StreamsMetrics ofPipeline(MeterRegistry registry) {
    return new StreamsMetrics(registry, "paa.lag");
  }

  /** The metrics of analytics, which may run in the same process. */
  public static StreamsMetrics ofAnalytics(MeterRegistry registry) {
    return new StreamsMetrics(registry, "paa.analytics.lag");
  }

  /** Registers the meters of one Kafka Streams client; its later ones are added within a minute. */
  @Override
  public void accept(KafkaStreams streams) {
    KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams);
    if (bound.compareAndSet(null, metrics)) {
      metrics.bindTo(registry);
      Gauge.builder(lag, streams, each -> lag(each.metrics()))
          .description(
              "Records on its topics that this instance has not read; transactions leave up to"
                  + " one per partition")
          .baseUnit("records")
          .register(registry);
    } else {
      metrics.close();
    }
  }

  /** The lag of all partitions of the main consumers; NaN before the first fetch. */
  static double lag(Map<MetricName, ? extends Metric> metrics) {
    return metrics.entrySet().stream()
        .filter(each -> isLag(each.getKey()))
        .map(each -> each.getValue().metricValue())
        .filter(Double.class::isInstance)
        .mapToDouble(Double.class::cast)
        .filter(records -> records >= 0)
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }

  private static boolean isLag(MetricName name) {
    return name.group().equals("consumer-fetch-manager-metrics")
        && name.name().equals("records-lag")
        && !name.tags().getOrDefault("client-id", "").endsWith("-restore-consumer");
  }

  @Override
  public void close() {
    KafkaStreamsMetrics metrics = bound.get();
    if (metrics != null) {
      metrics.close();
    }
  }
}
