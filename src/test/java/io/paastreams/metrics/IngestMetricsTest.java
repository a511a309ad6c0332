package io.paastreams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.paastreams.ingest.SourceLocation;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private Instant now = Instant.EPOCH;
  private final IngestMetrics metrics = new IngestMetrics(registry, () -> now);

  @Test
  void eachCamera_hasItsOwnNumbers() throws Exception {
    metrics.expect("gate");
    metrics.expect("hall");
    metrics.sourceOpened("gate", SourceLocation.parse("rtsp://admin:hunter2@c/d"));
    metrics.frameAcknowledged("gate", 1000);
    metrics.frameAcknowledged("gate", 500);
    metrics.frameLimited("gate");
    metrics.cameraEnded("hall", new IllegalStateException("no route"));
    now = now.plusMillis(2500);

    assertThat(registry.scrape())
        .contains("paa_ingest_frames_total{camera=\"gate\"} 2.0")
        .contains("paa_ingest_frames_total{camera=\"hall\"} 0.0")
        .contains("paa_ingest_bytes_total{camera=\"gate\"} 1500.0")
        .contains("paa_ingest_reconnects_total{camera=\"gate\"} 0.0")
        .contains("paa_ingest_frame_age_seconds{camera=\"gate\"} 2.5")
        .contains("paa_ingest_frame_age_seconds{camera=\"hall\"} NaN")
        .contains("paa_ingest_frames_dropped_total{camera=\"gate\",reason=\"limited\"} 1.0")
        .contains("paa_ingest_frames_dropped_total{camera=\"gate\",reason=\"failed\"} 0.0")
        .contains("paa_ingest_state{camera=\"gate\",state=\"playing\"} 1.0")
        .contains("paa_ingest_state{camera=\"hall\",state=\"failed\"} 1.0")
        .contains("paa_ingest_state{camera=\"hall\",state=\"connecting\"} 0.0")
        .doesNotContain("hunter2");
  }

  @Test
  void ingest_isHealthyWhileACameraIsLeft() {
    metrics.expect("gate");
    metrics.expect("hall");
    metrics.cameraEnded("gate", new IllegalStateException("no route"));
    assertThat(metrics.anyUp()).isTrue();

    metrics.cameraEnded("hall", new IllegalStateException("no route"));
    assertThat(metrics.anyUp()).isFalse();
  }
}
