package io.paastreams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.paastreams.analytics.CameraAnalytics;
import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.analytics.CameraState;
import io.paastreams.detection.Detection;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Lineage;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.RuleFile;
import io.paastreams.streams.RecordFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AnalyticsMetricsTest {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final AnalyticsMetrics metrics = new AnalyticsMetrics(registry);

  @Test
  void everyRecord_isCountedByWhatBecameOfIt() {
    tellEverything(metrics);

    assertThat(count("paa.analytics.frames", "verdict", "tracked")).isEqualTo(3);
    assertThat(count("paa.analytics.frames", "verdict", "repeated")).isEqualTo(1);
    assertThat(count("paa.analytics.dead.lettered", "reason", "no-value")).isEqualTo(1);
    assertThat(count("paa.analytics.events", "kind", "new")).isEqualTo(1);
    assertThat(count("paa.analytics.events", "kind", "ended")).isEqualTo(1);
    assertThat(count("paa.analytics.counts", "closed", "silence")).isEqualTo(1);
    assertThat(count("paa.analytics.alerts", "state", "raised")).isEqualTo(1);
    assertThat(count("paa.analytics.alerts", "state", "cleared")).isEqualTo(1);
    assertThat(registry.get("paa.analytics.latency").timer().count())
        .as("frames of a year ago have no age")
        .isZero();
    assertThat(registry.get("paa.analytics.wrong.clock").counter().count()).isEqualTo(3);
    assertThat(registry.get("paa.analytics.rules.refused").counter().count()).isEqualTo(1);
  }

  @Test
  void aFrameOfNow_hasAnAge() {
    Instant now = Instant.now();
    metrics.judged(MetricsSamples.detected("gate", now, now), Verdict.TRACKED);

    assertThat(registry.get("paa.analytics.latency").timer().count()).isEqualTo(1);
    assertThat(registry.get("paa.analytics.wrong.clock").counter().count()).isZero();
  }

  @Test
  void theRulesInForce_haveOneVersion_orNone() {
    metrics.rulesInForce("0123456789ab");
    metrics.rulesInForce("ba9876543210");
    assertThat(registry.get("paa.analytics.rules").gauges())
        .singleElement()
        .satisfies(
            gauge -> {
              assertThat(gauge.getId().getTag("version")).isEqualTo("ba9876543210");
              assertThat(gauge.value()).isEqualTo(1);
            });

    metrics.rulesInForce("");
    assertThat(registry.find("paa.analytics.rules").gauges()).isEmpty();
  }

  /** Whoever may write frames chooses camera ids. */
  @Test
  void manyCameras_makeNoMoreSeries() {
    metrics.judged(frame("camera-0", 0), Verdict.TRACKED);
    int before = registry.getMeters().size();
    for (int camera = 1; camera < 100; camera++) {
      metrics.judged(frame("camera-" + camera, 0), Verdict.TRACKED);
    }
    assertThat(registry.getMeters()).hasSize(before);
  }

  private double count(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /** A person who appears, is reported and leaves; and what goes wrong. */
  static void tellEverything(AnalyticsMetrics metrics) {
    CameraRules rules =
        RuleFile.parse("counts: {by: [camera]}\nrules: {anybody: {when: presence}}")
            .orThrow()
            .forCamera("gate");
    CameraAnalytics analytics = CameraAnalytics.standard();
    CameraState state = CameraState.EMPTY;
    metrics.rulesInForce(rules.version());
    for (int number = 0; number < 3; number++) {
      CameraAnalytics.Step step = analytics.judge(rules, state, frame("gate", number));
      state = step.state();
      metrics.judged(frame("gate", number), step.verdict());
      metrics.published(step.records());
    }
    CameraAnalytics.Step again = analytics.judge(rules, state, frame("gate", 1));
    metrics.judged(frame("gate", 1), again.verdict());
    metrics.published(analytics.end(rules, state).records());
    metrics.deadLettered(
        new SourceOffset("detections.v1", 0, 7), "gate", new RecordFailure.NoValue("detection"));
    metrics.rulesRefused("line 1: no rules");
  }

  private static DetectedFrame frame(String camera, int number) {
    Instant captured = NOON.plus(Duration.ofMillis(100L * number));
    return new DetectedFrame(
        new UUID(1, number),
        new Lineage(
            new UUID(2, number),
            camera,
            null,
            number,
            new SourceOffset("frames.v1", 0, number),
            captured,
            captured),
        new Size(640, 480),
        List.of(new Detection(new Box(100, 100, 140, 200), 0, 0.9f)),
        List.of("person"),
        new ModelIdentity("model", "00"),
        captured);
  }
}
