package io.paastreams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.paastreams.ingest.IngestConfig;
import io.paastreams.ingest.Pace;
import io.paastreams.ingest.Payload;
import io.paastreams.ingest.RtspTransport;
import io.paastreams.setting.SettingValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamerasConfigTest {

  private static final String CLUSTER =
      "kafka.bootstrap.servers: broker:9092\nregistry.url: http://registry:8081\n";

  @TempDir private Path folder;

  @Test
  void aCameraHasTheValuesOfAll_andItsOwn() throws Exception {
    CamerasConfig config =
        load(
            """
            ingest: {fps: 5, realtime: true, loop: true, longestWait: 8s, metricsPort: 9101}
            cameras:
              gate-7: {source: "rtsp://admin:${env:GATE}@10.0.0.7/live?channel=2", rtspTransport: udp}
              hall.north:
                source: clips/hall.mp4
                fps: 0
                loop: false
                payload: jpeg
                jpegQuality: 70
            """);

    assertThat(config.metrics()).isEqualTo(new MetricsConfig("127.0.0.1", 9101, 50, null, null));
    assertThat(config.cameras())
        .extracting(camera -> camera.ingest().cameraId())
        .containsExactly("gate-7", "hall.north");
    CameraSource gate = config.cameras().get(0);
    assertThat(gate.source()).isEqualTo("rtsp://admin:hunter2@10.0.0.7/live?channel=2");
    assertThat(gate).hasToString("gate-7 from rtsp://***@10.0.0.7/live?channel=2");
    assertThat(gate.ingest().maxFps()).isEqualTo(5.0);
    assertThat(gate.ingest().pace()).isEqualTo(Pace.REAL_TIME);
    assertThat(gate.ingest().loop()).isTrue();
    assertThat(gate.ingest().persistent()).isTrue();
    assertThat(gate.ingest().reconnect().longest()).isEqualTo(Duration.ofSeconds(8));
    assertThat(gate.ingest().source().rtspTransport()).isEqualTo(RtspTransport.UDP);
    IngestConfig hall = config.cameras().get(1).ingest();
    assertThat(hall.maxFps()).isNull();
    assertThat(hall.loop()).isFalse();
    assertThat(hall.payload()).isEqualTo(Payload.JPEG);
    assertThat(hall.jpegQuality()).isEqualTo(70);
  }

  @Test
  void largeImages_goToTheStore() throws Exception {
    String s3 =
        """
        ingest: {claimCheckAbove: 512KiB}
        claimChecks:
          store: s3://frames/site-1
          timeout: 4s
          s3: {endpoint: "http://minio:9000", pathStyle: true, accessKey: me, secretKey: "${env:GATE}"}
        cameras: {gate: {source: clips}}
        """;

    ImageStoreConfig store = load(s3).imageStore();

    assertThat(store).isNotNull();
    assertThat(store.above()).isEqualTo(512 << 10);
    assertThat(store.location()).hasToString("s3://frames/site-1");
    assertThat(store.timeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(store.s3().endpoint()).hasToString("http://minio:9000");
    assertThat(store.s3().secretKey()).isEqualTo("hunter2");
    assertThat(store.toString()).doesNotContain("hunter2").doesNotContain("me,");
    assertThat(load("cameras: {gate: {source: clips}}").imageStore()).isNull();
  }

  @Test
  void faultsOfTheStoreAreReportedAtOnce_withoutTheKeys() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                load(
                    """
                    ingest: {claimCheckAbove: 512KiB}
                    claimChecks:
                      store: s3://frames
                      s3: {endpoint: "ftp://minio", region: "a b", accessKey: hunter2}
                    cameras: {gate: {source: clips}}
                    """));

    assertThat(e.faults())
        .hasSize(3)
        .anyMatch(fault -> fault.contains("claimChecks.s3.endpoint = ftp://minio"))
        .anyMatch(fault -> fault.contains("claimChecks.s3.region = a b"))
        .anyMatch(fault -> fault.startsWith("claimChecks.s3.secretKey: is not set"));
    assertThat(e).message().doesNotContain("hunter2");
    assertThatThrownBy(() -> load("ingest.claimCheckAbove: 1MiB\ncameras: {gate: {source: clips}}"))
        .hasMessageContaining("claimChecks.store: is not set, but ingest.claimCheckAbove is");
    assertThatThrownBy(() -> load("claimChecks.store: frames\ncameras: {gate: {source: clips}}"))
        .hasMessageContaining("claimChecks.store = frames")
        .hasMessageContaining("must be file:///FOLDER, s3://BUCKET or s3://BUCKET/PREFIX");
    assertThat(GivenSetting.isSecret("claimChecks.s3.accessKey")).isTrue();
    assertThat(GivenSetting.isSecret("claimChecks.s3.secretKey")).isTrue();
  }

  @Test
  void allFaultsAreReportedAtOnce_withoutPasswords() throws Exception {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                load(
                    """
                    ingest.jpegQality: 80
                    cameras:
                      gate: {source: "rtsp://admin:hunter2@c/d", fsp: 5, loop: often}
                      hall: {fps: 5000}
                      "rtsp://admin:hunter2@c/d": {source: clips}
                    """));

    assertThat(e.faults())
        .hasSize(6)
        .anyMatch(fault -> fault.contains("did you mean ingest.jpegQuality?"))
        .anyMatch(
            fault -> fault.startsWith("cameras.gate.fsp = 5") && fault.contains("source, fps"))
        .anyMatch(fault -> fault.startsWith("cameras.gate.loop = often"))
        .anyMatch(fault -> fault.startsWith("cameras.hall.source: is not set"))
        .anyMatch(fault -> fault.contains("must not contain a password"))
        .noneMatch(fault -> fault.contains("hunter2"));
  }

  @Test
  void aFileWithoutCameras_isRefused_withHowToListThem() {
    assertThatThrownBy(() -> load("ingest.fps: 5\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cameras: there is none; list them as cameras: {ID: {source:");
  }

  @Test
  void aCameraOfTheCommandLine_hasTheValuesOfAll_unlessItSaysOtherwise() throws Exception {
    Path file =
        Files.writeString(folder.resolve("p.yaml"), CLUSTER + "ingest: {fps: 5, loop: true}\n");

    CamerasConfig config =
        CamerasConfig.load(
            file,
            Map.of(),
            List.of(),
            "gate",
            "x.mp4",
            SettingValues.DEFAULTS.with(IngestConfig.LOOP, false));

    IngestConfig gate = config.cameras().get(0).ingest();
    assertThat(gate.maxFps()).isEqualTo(5.0);
    assertThat(gate.loop()).isFalse();
    assertThat(gate.persistent()).isFalse();
  }

  private CamerasConfig load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("cameras.yaml"), CLUSTER + text);
    return CamerasConfig.load(file, Map.of("GATE", "hunter2"), List.of());
  }
}
