package io.paastreams.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.batch.BatchReport;
import io.paastreams.batch.BatchTuning;
import io.paastreams.batch.CloseReason;
import io.paastreams.event.Lineage;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {

  private static final class TestHealth implements Health {
    private volatile boolean live = true;
    private volatile boolean brokers = true;

    @Override
    public boolean isLive() {
      return live;
    }

    @Override
    public List<HealthCheck> readiness() {
      return List.of(
          new HealthCheck("model", true, "warm"),
          new HealthCheck("brokers", brokers, brokers ? "yes" : "say \"no\""));
    }

    @Override
    public Map<String, String> info() {
      return Map.of("version", "1.2");
    }
  }

  private final TestHealth health = new TestHealth();
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        MetricsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), health);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void outcomesOfFrames_areCountedByReason() throws Exception {
    PipelineMetrics metrics = new PipelineMetrics(server.registry(), CameraLabels.atMost(50));
    SourceOffset source = new SourceOffset("frames.v1", 0, 7);
    metrics.frameReceived(new InputRecord(source, null, new byte[1000], 0, new RecordHeaders()));
    metrics.frameReceived(new InputRecord(source, null, new byte[1000], 0, new RecordHeaders()));
    metrics.frameDeadLettered(source, "camera", new RecordFailure.NoValue("frame event"));
    metrics.frameSkipped(
        new SkippedFrame(
            new Lineage(new UUID(0, 1), "gate", null, 0, source, Instant.EPOCH, Instant.EPOCH),
            SkipReason.TOO_OLD,
            Instant.EPOCH));

    assertThat(get("/metrics").body())
        .contains("paa_frames_received_total 2.0")
        .contains(
            "paa_frames_dead_lettered_total{reason=\""
                + new RecordFailure.NoValue("frame event").kind()
                + "\"}")
        .contains("paa_frames_skipped_total{camera=\"gate\",reason=\"too_old\"} 1.0")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void aFrameSkippedForItsWrongClock_isCountedAsSuch() throws Exception {
    PipelineMetrics metrics = new PipelineMetrics(server.registry(), CameraLabels.atMost(50));
    Instant now = Instant.now();
    metrics.frameSkipped(skipped(now.minusSeconds(5), now));
    metrics.frameSkipped(skipped(Instant.EPOCH, now));

    assertThat(get("/metrics").body()).contains("paa_frames_wrong_clock_total 1.0");
  }

  private static SkippedFrame skipped(Instant captured, Instant now) {
    SourceOffset source = new SourceOffset("frames.v1", 0, 7);
    return new SkippedFrame(
        new Lineage(new UUID(0, 1), "gate", null, 0, source, captured, now),
        SkipReason.TOO_OLD,
        now);
  }

  @Test
  void batches_areCountedByTheReasonTheyClosedFor() throws Exception {
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
  void latencyTargets_areTunedForEachInput() throws Exception {
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
    PipelineMetrics metrics = new PipelineMetrics(server.registry(), CameraLabels.atMost(50));
    assertThat(get("/metrics").body()).contains("paa_device_stuck 0.0");
    metrics.deviceStuck(Duration.ofSeconds(30));
    assertThat(get("/metrics").body())
        .contains("paa_device_stuck 1.0", "paa_device_stalls_total 1.0");
    metrics.deviceRecovered();
    assertThat(get("/metrics").body())
        .contains("paa_device_stuck 0.0", "paa_device_stalls_total 1.0");
  }

  @Test
  void livenessAndReadiness_areAnsweredApart() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);

    health.brokers = false;
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> unready = get("/health/ready");
    assertThat(unready.statusCode()).isEqualTo(503);
    assertThat(unready.body())
        .isEqualTo(
            "{\"status\":\"DOWN\",\"checks\":["
                + "{\"name\":\"model\",\"status\":\"UP\",\"data\":{\"detail\":\"warm\"}},"
                + "{\"name\":\"brokers\",\"status\":\"DOWN\",\"data\":{\"detail\":\"say \\\"no\\\"\"}}]}\n");

    health.live = false;
    assertThat(get("/health/live").statusCode()).isEqualTo(503);
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }

  @Test
  void info_namesTheProgram_andOtherPagesAreNotFound() throws Exception {
    assertThat(get("/info").body()).isEqualTo("{\"version\":\"1.2\"}\n");
    assertThat(get("/metrics").body()).contains("paa_build_info{version=\"1.2\"} 1");
    assertThat(get("/health/dead").statusCode()).isEqualTo(404);
  }

  /** Each of them would hold a thread for ever. */
  @Test
  void clientsThatConnectAndSayNothing_keepNobodyFromAsking() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 9; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        silent.add(socket);
        socket.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
      }
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(get("/health/live").statusCode()).isEqualTo(200));
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void aWrongClockIsCounted_andNeverEntersTheLatency() throws Exception {
    PipelineMetrics metrics = new PipelineMetrics(server.registry(), CameraLabels.atMost(50));
    Instant now = Instant.parse("2026-07-01T12:00:00Z");
    metrics.frameDetected(MetricsSamples.detected("gate", now, now), Duration.ofMillis(100));
    metrics.frameDetected(MetricsSamples.detected("gate", now, now), Duration.ofMillis(-200));
    metrics.frameDetected(
        MetricsSamples.detected("gate", Instant.EPOCH, now), Duration.between(Instant.EPOCH, now));
    metrics.frameDetected(
        MetricsSamples.detected("gate", now.plusSeconds(90_000), now), Duration.ofHours(-25));
    // Waited for three days on its topic, after an outage.
    metrics.frameDetected(MetricsSamples.detected("gate", now, now), Duration.ofDays(3));

    assertThat(get("/metrics").body())
        .contains("paa_frames_wrong_clock_total 2.0")
        .contains("paa_frame_latency_seconds_count 3")
        .contains("paa_frame_latency_seconds_sum 259200.1");
  }

  @Test
  void randomCameras_haveAsManySeriesAsAreAllowed() throws Exception {
    PipelineMetrics metrics = new PipelineMetrics(server.registry(), CameraLabels.atMost(50));
    Instant now = Instant.now();
    for (int i = 0; i < 20_000; i++) {
      metrics.frameDetected(
          MetricsSamples.detected(UUID.randomUUID().toString(), now, now), Duration.ofMillis(5));
    }
    String page = get("/metrics").body();

    assertThat(page.lines().filter(line -> line.startsWith("paa_frames_detected_total{")))
        .hasSize(51)
        .contains("paa_frames_detected_total{camera=\"other\"} 19950.0");
    assertThat(page.lines().filter(line -> line.startsWith("paa_camera_"))).hasSize(50);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
