package io.paastreams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What the consumers of an application do not tell about its input topics. */
final class TopicTroubles {

  private TopicTroubles() {}

  /**
   * Counts records that were lost to retention.
   *
   * @param prefix of the application's metrics
   */
  static Counter expired(MeterRegistry registry, String prefix) {
    return Counter.builder(prefix + ".expired")
        .description("Records that their topic deleted before they were read")
        .baseUnit("records")
        .register(registry);
  }

  /** Shows the records behind an open transaction. */
  static <T> void watch(
      MeterRegistry registry, String prefix, T application, ToDoubleFunction<T> blocked) {
    Gauge.builder(prefix + ".blocked", application, blocked)
        .description(
            "Records that cannot be read under exactly-once, as a transaction before them is open;"
                + " not in the lag")
        .baseUnit("records")
        .register(registry);
  }
}
