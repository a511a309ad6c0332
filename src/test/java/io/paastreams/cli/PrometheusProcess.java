package io.paastreams.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Prometheus of this machine that scrapes every second. */
final class PrometheusProcess implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private PrometheusProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether Prometheus and promtool are installed. */
  static boolean isInstalled() {
    return Stream.of("prometheus", "promtool")
        .allMatch(
            program ->
                Stream.of("/usr/bin", "/usr/local/bin")
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
  }

  static PrometheusProcess scraping(Path folder, Path rules, List<String> targets)
      throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s, scrape_timeout: 900ms, evaluation_interval: 1s}
            rule_files: ["%s"]
            scrape_configs:
              - job_name: paa-streams
                static_configs: [{targets: %s}]
            """
                .formatted(rules, JSON.writeValueAsString(targets)));
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new PrometheusProcess(process, port);
  }

  /** The samples that an expression gives, as text; none while Prometheus starts. */
  List<String> query(String expression) {
    try {
      JsonNode answer =
          JSON.readTree(
              get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
      if (!answer.path("status").asText().equals("success")) {
        throw new AssertionError(expression + ": " + answer);
      }
      List<String> samples = new ArrayList<>();
      answer.at("/data/result").forEach(each -> samples.add(each.at("/value/1").asText()));
      return samples;
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * A curve.
   *
   * @param times seconds since the epoch
   */
  record Series(Map<String, String> labels, double[] times, double[] values) {}

  /** The curves of an expression over a time range in seconds since the epoch. */
  List<Series> range(String expression, double start, double end) throws IOException {
    JsonNode answer =
        JSON.readTree(
            get(
                "/api/v1/query_range?query=%s&start=%.3f&end=%.3f&step=1"
                    .formatted(URLEncoder.encode(expression, StandardCharsets.UTF_8), start, end)));
    List<Series> curves = new ArrayList<>();
    for (JsonNode result : answer.at("/data/result")) {
      Map<String, String> labels = new TreeMap<>();
      result
          .get("metric")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      JsonNode samples = result.get("values");
      double[] times = new double[samples.size()];
      double[] values = new double[samples.size()];
      for (int i = 0; i < times.length; i++) {
        times[i] = samples.get(i).get(0).asDouble();
        values[i] = Double.parseDouble(samples.get(i).get(1).asText().replace("+Inf", "Infinity"));
      }
      curves.add(new Series(labels, times, values));
    }
    return curves;
  }

  private String get(String path) throws IOException {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What promtool prints; fails if it finds a fault. */
  static String promtool(List<String> arguments, String input)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(command + " found:\n" + output);
    }
    return output;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
