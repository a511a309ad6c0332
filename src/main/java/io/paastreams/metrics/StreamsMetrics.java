package io.paastreams.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.util.HashMap;
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

  /**
   * The lag of all partitions of the main consumers; NaN before the first fetch. A topic with dots
   * in its name is there twice, because consumers also give it the name with underscores that it
   * had in earlier versions.
   */
  static double lag(Map<MetricName, ? extends Metric> metrics) {
    Map<Partition, Double> lags = new HashMap<>();
    metrics.forEach(
        (name, metric) -> {
          if (isLag(name) && metric.metricValue() instanceof Double records && records >= 0) {
            lags.merge(Partition.of(name.tags()), records, Math::max);
          }
        });
    return lags.values().stream()
        .mapToDouble(Double::doubleValue)
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }

  private record Partition(String client, String topic, String number) {
    static Partition of(Map<String, String> tags) {
      return new Partition(
          tags.getOrDefault("client-id", ""),
          tags.getOrDefault("topic", "").replace('.', '_'),
          tags.getOrDefault("partition", ""));
    }
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
