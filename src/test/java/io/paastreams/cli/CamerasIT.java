package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many cameras in one process are independent of each other, and a signal ends all of them in
 * order.
 */
@Timeout(300)
class CamerasIT {

  private static final Path CLIPS = Path.of("src/main/resources/io/paastreams/cli/demo");

  @TempDir private Path folder;

  @Test
  void aCameraThatIsAway_andOneThatIsDamaged_doNotStopTheOthers() throws Exception {
    int port = freePort();
    Path damaged = Files.writeString(folder.resolve("damaged.mp4"), "no video");
    try (DevServers servers = DevServers.start(folder)) {
      Path config =
          Files.writeString(
              folder.resolve("cameras.yaml"),
              """
              kafka.bootstrap.servers: %s
              registry.url: %s
              ingest: {realtime: true, loop: true, metricsPort: %d}
              cameras:
                gate: {source: %s}
                hall: {source: %s, fps: 5}
                away: {source: "rtsp://admin:Planted-Secret@127.0.0.1:1/live?token=Planted-Secret"}
                broken: {source: %s}
              """
                  .formatted(
                      servers.bootstrapServers(),
                      servers.registryUrl(),
                      port,
                      CLIPS.resolve("IR_DRONE_128.mp4").toAbsolutePath(),
                      CLIPS.resolve("IR_BIRD_030.mp4").toAbsolutePath(),
                      damaged));
      try (JarProcess ingest = JarProcess.start(folder, "ingest", "--config=" + config)) {
        await()
            .atMost(120, TimeUnit.SECONDS)
            .ignoreExceptions()
            .untilAsserted(
                () -> {
                  String metrics = get(port, "/metrics");
                  assertThat(frames(metrics, "gate")).isGreaterThan(60);
                  assertThat(frames(metrics, "hall")).isBetween(5.0, frames(metrics, "gate") / 3);
                  assertThat(metrics)
                      .contains("paa_ingest_state{camera=\"gate\",state=\"playing\"} 1.0")
                      .contains("paa_ingest_state{camera=\"away\",state=\"waiting\"} 1.0")
                      .contains("paa_ingest_state{camera=\"broken\",state=\"failed\"} 1.0")
                      .containsPattern("paa_ingest_reconnects_total\\{camera=\"away\"} [2-9]")
                      .doesNotContain("Planted-Secret");
                });
        assertThat(get(port, "/health")).contains("UP");

        assertThat(ingest.terminate().awaitExit()).isEqualTo(143);

        assertThat(ingest.output())
            .contains("away: cannot open rtsp://***@127.0.0.1:1/live?token=***: Connection refused")
            .contains("broken: given up: " + damaged)
            .contains("away: 0 frames read")
            .doesNotContain("Planted-Secret", "Exception");
        assertAllButTheFrameInHandArePublished(ingest.output());
      }
    }
  }

  /** One frame may still be waiting to be due when the process is told to end. */
  private static void assertAllButTheFrameInHandArePublished(String output) {
    Matcher closing =
        Pattern.compile("gate: (\\d+) frames read, (\\d+) on the topic, 0 failed").matcher(output);
    assertThat(closing.find()).as("the closing line of gate in %s", output).isTrue();
    int read = Integer.parseInt(closing.group(1));
    assertThat(Integer.parseInt(closing.group(2))).isBetween(read - 1, read);
  }

  private static double frames(String metrics, String camera) {
    Matcher matcher =
        Pattern.compile("paa_ingest_frames_total\\{camera=\"" + camera + "\"} (\\S+)")
            .matcher(metrics);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  private static String get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
