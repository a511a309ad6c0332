package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.ChildJvm;
import io.paastreams.geometry.Box;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code live} process that is stopped while browsers and scripts are connected. */
class LiveEndIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Two seconds are promised; the rest is for machines that do other work as well. */
  private static final long MOST_SECONDS = 10;

  private static final Pattern ADDRESS = Pattern.compile("Live page (http://localhost:(\\d+)/)");
  private static final Box BOX = new Box(90, 70, 170, 130);

  @Test
  void aSigterm_endsItSoon_whoeverIsConnected(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("live.log");
    List<AutoCloseable> open = new ArrayList<>();
    try (LiveStage stage = new LiveStage()) {
      Process process =
          new ProcessBuilder(
                  ChildJvm.java(),
                  "-Xmx512m",
                  "-jar",
                  Path.of("target/paa-streams.jar").toAbsolutePath().toString(),
                  "live",
                  "--bootstrap-servers",
                  stage.cluster().bootstrapServers(),
                  "--registry",
                  stage.registry.url(),
                  "--port",
                  "0")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        await()
            .atMost(PATIENCE)
            .until(() -> !process.isAlive() || ADDRESS.matcher(Files.readString(log)).find());
        Matcher address = ADDRESS.matcher(Files.readString(log));
        assertThat(address.find()).as(Files.readString(log)).isTrue();
        int port = Integer.parseInt(address.group(2));

        // More megabytes than the sockets' buffers take, so that one is in the midst of sending.
        List<String> cameras = IntStream.range(0, 12).mapToObj("camera-%d"::formatted).toList();
        open.add(StalledViewer.open(HttpClient.newHttpClient(), address.group(1), cameras)::abort);
        for (int i = 0; i < 3; i++) {
          Socket script = connect(port, "GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
          open.add(script);
          assertThat(new String(script.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
              .isEqualTo("HTTP/1.1 200");
        }
        open.add(connect(port, "GET /api/cameras HTTP/1.1\r\nHost: loc"));
        open.add(
            connect(
                port,
                "POST /api/rules/draw HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{"));
        byte[] image = LiveStage.noise(900_000);
        for (int n = 0; n < 3; n++) {
          for (String camera : cameras) {
            stage.play(camera, n, image, BOX, "person");
          }
        }
        awaitFrames(address.group(1));

        process.destroy();

        assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS))
            .as("ends within %d s of SIGTERM:%n%s", MOST_SECONDS, Files.readString(log))
            .isTrue();
      } finally {
        process.destroyForcibly().waitFor();
        for (AutoCloseable each : open) {
          each.close();
        }
      }
    }
  }

  private static void awaitFrames(String address) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              try (var in = URI.create(address + "api/cameras").toURL().openStream()) {
                return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)).size()
                    == 12;
              }
            });
  }

  private static Socket connect(int port, String begin) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
