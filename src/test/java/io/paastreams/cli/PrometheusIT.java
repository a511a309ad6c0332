package io.paastreams.cli;

import static io.paastreams.cli.DeploymentFiles.DOCKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes a pipeline with analytics and the live page, and its cameras: every
 * expression of the dashboard and of the alert rules gives a result. Then the broker stops and
 * comes back. {@code -Dpaa.docs.write=true} draws the dashboard's panels of that time for the page
 * on metrics.
 */
@Timeout(300)
class PrometheusIT {

  private static final Path RULES = DOCKER.resolve("prometheus/rules/paa-streams.yml");
  private static final Path RULE_TESTS = DOCKER.resolve("prometheus/tests/paa-streams.yml");
  private static final Path DASHBOARD = DOCKER.resolve("grafana/dashboards/paa-streams.json");
  private static final Path PICTURE = Path.of("src/site/resources/images/dashboard.png");
  private static final Pattern METRICS = Pattern.compile("metrics on http://(\\S+)/metrics");
  private static final Pattern BROKER = Pattern.compile("Kafka broker +\\S+:(\\d+)");
  private static final Pattern REGISTRY = Pattern.compile("Schema registry +http://\\S+:(\\d+)/");

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void require() {
    assumeTrue(
        PrometheusProcess.isInstalled(),
        "prometheus and promtool are not installed: run src/test/scripts/install-prometheus.sh");
  }

  @Test
  void theRules_areValid_andPassTheirTests() throws Exception {
    PrometheusProcess.promtool(List.of("check", "rules", RULES.toString()), "");
    assertThat(PrometheusProcess.promtool(List.of("test", "rules", RULE_TESTS.toString()), ""))
        .contains("SUCCESS");
  }

  @Test
  void everyExpressionGivesAResult_andAnOutageShowsUntilItIsOver() throws Exception {
    JarProcess servers = servers(0, 0);
    int brokerPort = port(servers, BROKER);
    int registryPort = port(servers, REGISTRY);
    String[] cluster = {
      "--bootstrap-servers=127.0.0.1:" + brokerPort,
      "--registry=http://127.0.0.1:%d/apis/ccompat/v7".formatted(registryPort)
    };
    try (JarProcess run =
            JarProcess.start(
                folder,
                "run",
                cluster[0],
                cluster[1],
                "--set=model.path=models/thermal-sky",
                "--set=model.device=cpu",
                "--set=metrics.port=0",
                "--set=live.port=0",
                "--set=pipeline.commitInterval=500ms",
                "--latency-target=200ms",
                "--create-topics",
                "--live",
                "--analytics",
                "--rules=" + rules());
        JarProcess ingest =
            JarProcess.start(folder, "ingest", cluster[0], cluster[1], "--config=" + cameras())) {
      String pipeline = address(run.awaitOutput("Analytics on"));
      String sources = address(ingest.awaitOutput("metrics on"));
      String page = get("http://" + pipeline + "/metrics").body();
      PrometheusProcess.promtool(List.of("check", "metrics"), ours(page));
      try (PrometheusProcess prometheus =
          PrometheusProcess.scraping(folder, RULES, List.of(pipeline, sources))) {
        Map<String, String> expressions = expressions();
        assertThat(expressions).hasSizeGreaterThan(80);
        double begin = now();
        List<String> silent = new ArrayList<>();
        Awaitility.await()
            .pollInterval(2, TimeUnit.SECONDS)
            .atMost(90, TimeUnit.SECONDS)
            .untilAsserted(
                () -> {
                  silent.clear();
                  expressions.forEach(
                      (expression, where) -> {
                        if (prometheus.query(expression).isEmpty()) {
                          silent.add(where + ": " + expression);
                        }
                      });
                  assertThat(silent).isEmpty();
                });
        assertThat(
                prometheus.query(
                    "histogram_quantile(0.5, sum by (le) (paa_frame_latency_seconds_bucket))"))
            .singleElement()
            .satisfies(median -> assertThat(Double.parseDouble(median)).isBetween(0.001, 20.0));
        assertThat(ready(pipeline)).isEqualTo(200);

        servers.terminate().awaitExit();
        Awaitility.await("the outage shows")
            .atMost(45, TimeUnit.SECONDS)
            .until(() -> ready(pipeline) == 503);
        assertThat(get("http://" + pipeline + "/health/ready").body()).contains("last heartbeat");
        assertThat(get("http://" + pipeline + "/health/live").statusCode()).isEqualTo(200);
        Awaitility.await("Prometheus sees it")
            .atMost(20, TimeUnit.SECONDS)
            .until(() -> !prometheus.query("paa_pipeline_brokers_up == 0").isEmpty());

        servers = servers(brokerPort, registryPort);
        Awaitility.await("it is over")
            .atMost(90, TimeUnit.SECONDS)
            .until(() -> ready(pipeline) == 200);
        if (Boolean.getBoolean("paa.docs.write")) {
          TimeUnit.SECONDS.sleep(20);
          new DashboardImage(DeploymentFiles.documents(DASHBOARD).get(0), prometheus, begin, now())
              .write(PICTURE);
        }
      }
    } finally {
      servers.close();
    }
  }

  /** Topics and schemas outlive them. */
  private JarProcess servers(int port, int registryPort) throws IOException {
    return JarProcess.start(
            folder,
            "dev",
            "--port=" + port,
            "--registry-port=" + registryPort,
            "--partitions=2",
            "--data=" + folder.resolve("data"))
        .awaitOutput("Ready");
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  private Path rules() throws IOException {
    return Files.writeString(
        folder.resolve("rules.yaml"),
        """
        rules:
          seen: {when: presence, for: 500ms}
        counts: {window: 5s}
        """);
  }

  private Path cameras() throws IOException {
    return Files.writeString(
        folder.resolve("cameras.yaml"),
        """
        ingest: {realtime: true, loop: true, fps: 4, metricsPort: 0}
        cameras:
          drone: {source: src/main/resources/io/paastreams/cli/demo/IR_DRONE_128.mp4}
          bird: {source: src/main/resources/io/paastreams/cli/demo/IR_BIRD_030.mp4}
        """);
  }

  /** Those of the dashboard and of the rules, with where they are from. */
  private static Map<String, String> expressions() throws IOException {
    Map<String, String> expressions = new LinkedHashMap<>();
    for (JsonNode panel : DeploymentFiles.documents(DASHBOARD).get(0).get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        expressions.put(
            target.get("expr").asText().replace("$__rate_interval", "15s"),
            "panel " + panel.get("title").asText());
      }
    }
    for (JsonNode rule : DeploymentFiles.documents(RULES).get(0).findValue("rules")) {
      for (String part : rule.get("expr").asText().split(" or ")) {
        expressions.put(withoutThresholds(part), rule.get("alert").asText());
      }
    }
    return expressions;
  }

  /** What is compared: the alerts themselves are silent while all is well. */
  private static String withoutThresholds(String expression) {
    return expression.replaceAll(" (>|<|==) [0-9.]+", "").replace("[10m:30s]", "[10m:1s]");
  }

  private static String ours(String page) {
    return page.lines()
        .filter(line -> line.startsWith("paa_") || line.matches("# (HELP|TYPE) paa_.*"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private int ready(String address) throws IOException, InterruptedException {
    return get("http://" + address + "/health/ready").statusCode();
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String address(JarProcess process) {
    return found(process, METRICS);
  }

  private static int port(JarProcess process, Pattern pattern) {
    return Integer.parseInt(found(process, pattern));
  }

  private static String found(JarProcess process, Pattern pattern) {
    Matcher matcher = pattern.matcher(process.output());
    assertThat(matcher.find()).as(process.output()).isTrue();
    return matcher.group(1);
  }
}
