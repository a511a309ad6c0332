package io.paastreams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.batch.BatchReport;
import io.paastreams.batch.BatchTuning;
import io.paastreams.batch.CloseReason;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.pipeline.FrameFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {

  private final AtomicBoolean healthy = new AtomicBoolean(true);
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        MetricsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), healthy::get);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void outcomesOfFramesAreCountedByReason() throws Exception {
    PipelineMetrics metrics = new PipelineMetrics(server.registry());
    SourceOffset source = new SourceOffset("frames.v1", 0, 7);
    metrics.frameReceived(source, 1000);
    metrics.frameReceived(source, 1000);
    metrics.frameDeadLettered(source, "camera", new FrameFailure.NoValue());
    metrics.frameSkipped(
        new SkippedFrame(
            new UUID(0, 1),
            "gate",
            null,
            0,
            SkipReason.TOO_OLD,
            source,
            Instant.EPOCH,
            Instant.EPOCH,
            Instant.EPOCH));

    assertThat(get("/metrics").body())
        .contains("paa_frames_received_total 2.0")
        .contains(
            "paa_frames_dead_lettered_total{reason=\"" + new FrameFailure.NoValue().kind() + "\"}")
        .contains("paa_frames_skipped_total{camera=\"gate\",reason=\"too_old\"} 1.0")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void batchesAreCountedByTheReasonForWhichTheyClosed() throws Exception {
    BatchMetrics metrics = new BatchMetrics(server.registry());
    metrics.batchDone(
        new BatchReport(
            "320x256",
            5,
            8,
            CloseReason.DEADLINE,
            Duration.ofMillis(20),
            Duration.ofMillis(9),
            1,
            0));

    assertThat(get("/metrics").body())
        .contains("paa_batches_total{reason=\"deadline\"} 1.0")
        .contains("paa_batches_total{reason=\"full\"} 0.0")
        .contains("paa_batch_size_sum 5.0");
  }

  @Test
  void latencyTargetsAreTunedForEachInput() throws Exception {
    BatchMetrics metrics = new BatchMetrics(server.registry());
    metrics.tuned("320x256", tuning(2, 50));
    metrics.tuned("640x512", tuning(1, 80));
    metrics.tuned("320x256", tuning(6, 40));

    assertThat(get("/metrics").body())
        .contains("paa_batch_tuned_size{input=\"320x256\"} 6.0")
        .contains("paa_batch_tuned_size{input=\"640x512\"} 1.0")
        .contains("paa_batch_tuned_time_seconds{input=\"320x256\"} 0.04");
  }

  private static BatchTuning tuning(int size, long millis) {
    return new BatchTuning(size, Duration.ofMillis(millis), true);
  }

  @Test
  void aDeviceThatHangs_showsUntilItReturns() throws Exception {
    PipelineMetrics metrics = new PipelineMetrics(server.registry());
    assertThat(get("/metrics").body()).contains("paa_device_stuck 0.0");
    metrics.deviceStuck(Duration.ofSeconds(30));
    assertThat(get("/metrics").body())
        .contains("paa_device_stuck 1.0", "paa_device_stalls_total 1.0");
    metrics.deviceRecovered();
    assertThat(get("/metrics").body())
        .contains("paa_device_stuck 0.0", "paa_device_stalls_total 1.0");
  }

  @Test
  void healthFollowsThePipeline() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    healthy.set(false);
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
