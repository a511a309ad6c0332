package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo of the jar that {@code paa.load.demo} names, whose model computes with one thread. */
final class DemoProcess implements AutoCloseable {

  static final List<String> CAMERAS = List.of("camera-1", "camera-2", "camera-3", "camera-4");

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Pattern ADDRESS = Pattern.compile("Live page (http://localhost:\\d+/)");

  private final Process process;
  private final String page;

  private DemoProcess(Process process, String page) {
    this.process = process;
    this.page = page;
  }

  /** Returns when its cameras play. */
  static DemoProcess start(Path folder) throws IOException {
    Path log = folder.resolve("demo.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                ChildJvm.java(),
                "-jar",
                System.getProperty("paa.load.demo"),
                "demo",
                "--duration",
                "60m")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.start();
    await()
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() || Files.readString(log).contains("Up after"));
    Matcher address = ADDRESS.matcher(Files.readString(log));
    assertThat(address.find()).as(Files.readString(log)).isTrue();
    return new DemoProcess(process, address.group(1));
  }

  String page() {
    return page;
  }

  /**
   * The detected frames per second, of each second since a time.
   *
   * @param millis of the epoch; the page remembers ten minutes
   */
  List<Double> detectedSince(long millis) throws IOException {
    try (var in = URI.create(page + "api/machine").toURL().openStream()) {
      List<Double> detected = new ArrayList<>();
      Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .path("points")
          .forEach(
              point -> {
                if (point.path("time").asLong() > millis) {
                  detected.add(point.path("detected").asDouble());
                }
              });
      return detected;
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
