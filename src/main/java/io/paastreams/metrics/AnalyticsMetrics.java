package io.paastreams.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.analytics.AnalyticsListener;
import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.analytics.CameraRecords;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * Metrics of analytics. Every detection record is counted either in {@code paa.analytics.frames},
 * under its verdict, or in {@code paa.analytics.dead.lettered}. Cameras have no series here,
 * because the bounded ones of the pipeline say how many frames of each were detected.
 *
 * <p>Threading: safe.
 */
public final class AnalyticsMetrics implements AnalyticsListener {

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Timer latency;
  private final Counter wrongClocks;
  private final Counter refused;
  private final Counter expired;
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
    this.wrongClocks =
        Counter.builder("paa.analytics.wrong.clock")
            .description("Tracked frames whose clock is wrong, which are not part of the latency")
            .register(registry);
    // Prometheus sees no increase in a series that begins with its first failure.
    EnumSet.range(Verdict.TRACKED, Verdict.REPEATED).forEach(this::frames);
    List.of("no-value", "unreadable-record", "unusable-detections", "unreadable-state")
        .forEach(this::deadLetters);
    this.expired = TopicTroubles.expired(registry, "paa.analytics");
    this.refused =
        Counter.builder("paa.analytics.rules.refused")
            .description("Records of the rules topic that were refused because of their faults")
            .register(registry);
    this.rules =
        MultiGauge.builder("paa.analytics.rules")
            .description("1 for the version of the rules in force; none if there are no rules")
            .register(registry);
  }

  /** Shows the state of an application. */
  public void watch(AnalyticsApplication application) {
    for (ApplicationState state : ApplicationState.values()) {
      Gauge.builder("paa.analytics.state", application, each -> each.state() == state ? 1 : 0)
          .description(
              "1 for the state that analytics is in; rebalancing while states are restored")
          .tag("state", lowerCase(state))
          .register(registry);
    }
    TopicTroubles.watch(
        registry, "paa.analytics", application, AnalyticsApplication::blockedRecords);
    Gauge.builder("paa.analytics.partitions", application, each -> each.health().partitions())
        .description("Partitions that this instance reads: of detections and of skipped frames")
        .register(registry);
    Gauge.builder(
            "paa.analytics.brokers.up", application, each -> each.health().brokersAnswer() ? 1 : 0)
        .description("1 while the coordinator of its group answers")
        .register(registry);
  }

  @Override
  public void judged(DetectedFrame frame, Verdict verdict) {
    frames(verdict).increment();
    if (verdict == Verdict.TRACKED) {
      Duration age = Duration.between(frame.captureTime(), clock.instant());
      if (Plausibility.isAge(frame, age)) {
        latency.record(age.isNegative() ? Duration.ZERO : age);
      } else {
        wrongClocks.increment();
      }
    }
  }

  private Counter frames(Verdict verdict) {
    return Counter.builder("paa.analytics.frames")
        .description("Detection records by their outcome")
        .tag("verdict", lowerCase(verdict))
        .register(registry);
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
    deadLetters(failure.kind()).increment();
  }

  private Counter deadLetters(String reason) {
    return Counter.builder("paa.analytics.dead.lettered")
        .description("Detection records and states with a dead letter")
        .tag("reason", reason)
        .register(registry);
  }

  @Override
  public void recordsExpired(long records) {
    expired.increment(records);
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
