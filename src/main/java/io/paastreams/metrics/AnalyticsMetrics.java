package io.paastreams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.paastreams.analytics.AnalyticsListener;
import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.analytics.CameraRecords;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Analytics in numbers. Every detection record ends in one of {@code paa.analytics.frames}, whose
 * verdict says how, and {@code paa.analytics.dead.lettered}. Cameras have no series here: those of
 * the pipeline are bounded, and say how many frames of each were detected.
 *
 * <p>Threading: safe.
 */
public final class AnalyticsMetrics implements AnalyticsListener {

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Timer latency;
  private final Counter refused;
  private final MultiGauge rules;

  /** Registers the meters of analytics. */
  public AnalyticsMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.clock = InstantSource.system();
    this.latency =
        Timer.builder("paa.analytics.latency")
            .description("From the capture of a frame to its track record")
            .publishPercentileHistogram()
            .maximumExpectedValue(Duration.ofMinutes(10))
            .register(registry);
    this.refused =
        Counter.builder("paa.analytics.rules.refused")
            .description("Records of the rules topic that changed nothing, because of their faults")
            .register(registry);
    this.rules =
        MultiGauge.builder("paa.analytics.rules")
            .description("1 for the version of the rules in force; none if there are no rules")
            .register(registry);
  }

  @Override
  public void judged(DetectedFrame frame, Verdict verdict) {
    Counter.builder("paa.analytics.frames")
        .description("Detection records by what became of them")
        .tag("verdict", lowerCase(verdict))
        .register(registry)
        .increment();
    if (verdict == Verdict.TRACKED) {
      latency.record(Duration.between(frame.captureTime(), clock.instant()));
    }
  }

  @Override
  public void published(CameraRecords records) {
    records
        .events()
        .forEach(
            event ->
                Counter.builder("paa.analytics.events")
                    .description("Records on the events topic")
                    .tag("kind", lowerCase(event.kind()))
                    .register(registry)
                    .increment());
    records
        .counts()
        .forEach(
            count ->
                Counter.builder("paa.analytics.counts")
                    .description("Records on the counts topic")
                    .tag("closed", lowerCase(count.closedBy()))
                    .register(registry)
                    .increment());
    records
        .alerts()
        .forEach(
            alert ->
                Counter.builder("paa.analytics.alerts")
                    .description("Records on the alerts topic")
                    .tag("rule", alert.rule())
                    .tag("state", lowerCase(alert.state()))
                    .register(registry)
                    .increment());
  }

  @Override
  public void deadLettered(SourceOffset source, String camera, RecordFailure failure) {
    Counter.builder("paa.analytics.dead.lettered")
        .description("Detection records and states with a dead letter")
        .tag("reason", failure.kind())
        .register(registry)
        .increment();
  }

  @Override
  public void rulesInForce(String version) {
    rules.register(
        version.isEmpty() ? List.of() : List.of(Row.of(Tags.of("version", version), 1)), true);
  }

  @Override
  public void rulesRefused(String reason) {
    refused.increment();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
