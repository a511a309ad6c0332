package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.devkit.SecuredBroker;
import io.paastreams.devkit.StandInRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are running when the cluster stops accepting their login. */
@Timeout(300)
final class RevokedLoginIT {

  private static final String REMEDY = "the credentials in kafka.sasl.jaas.config";
  private static final Pattern ACKNOWLEDGED = Pattern.compile("acknowledged (\\d+)");

  @TempDir private Path folder;

  @Test
  void aRevokedLogin_endsWhatCannotGoOn_andIsNamedByWhatRetries() throws Exception {
    try (SecuredBroker broker = SecuredBroker.saslWithSessionsOf(Duration.ofSeconds(4));
        StandInRegistry registry = StandInRegistry.open()) {
      broker.createTopics(
          1,
          "frames.v1",
          "detections.v1",
          "frames.skipped.v1",
          "frames.dlq.v1",
          "rules.v1",
          "tracks.v1",
          "events.v1",
          "counts.v1",
          "alerts.v1",
          "scene.v1",
          "analytics.dlq.v1");
      broker.allowAll("User:pipeline");
      try (JarProcess live = start(broker, registry, "live", "--set=live.port=0");
          JarProcess run =
              start(
                  broker,
                  registry,
                  "run",
                  "--analytics",
                  "--set=model.path=models/golden-tiny",
                  "--set=model.device=cpu",
                  "--set=pipeline.guarantee=exactly-once");
          JarProcess ingest =
              start(
                  broker,
                  registry,
                  "ingest",
                  "src/main/resources/io/paastreams/cli/demo/IR_BIRD_030.mp4",
                  "--camera=gate",
                  "--realtime",
                  "--loop")) {
        live.awaitOutput("Live page");
        run.awaitOutput("Running golden-tiny");
        Awaitility.await("frames are published")
            .atMost(60, TimeUnit.SECONDS)
            .until(() -> acknowledged(ingest) > 0);

        broker.revokeScramLogin();
        assertThat(run.awaitExit()).as(run.output()).isEqualTo(1);
        assertThat(run.output().lines().filter(line -> line.startsWith("error: ")))
            .singleElement()
            .asString()
            .containsPattern("error: (the pipeline|analytics) stopped: ")
            .contains(REMEDY);
        awaitHealth(
            live, health -> health.contains("refused the login") && health.contains(REMEDY));
        ingest.awaitOutput("gate: a frame did not reach the topic: the Kafka cluster refused");

        broker.acceptScramLogin();
        long before = acknowledged(ingest);
        Awaitility.await("ingest goes on")
            .atMost(90, TimeUnit.SECONDS)
            .until(() -> acknowledged(ingest) > before + 30);
        awaitHealth(live, health -> !health.contains("broker"));
        assertThat(ingest.output().lines().filter(line -> line.contains("did not reach")))
            .as("one line per minute")
            .hasSizeLessThan(4);
      }
    }
  }

  private static long acknowledged(JarProcess ingest) {
    return ACKNOWLEDGED
        .matcher(ingest.output())
        .results()
        .map((MatchResult match) -> Long.parseLong(match.group(1)))
        .reduce(0L, Math::max);
  }

  private static void awaitHealth(JarProcess live, Predicate<String> expected) {
    String url = live.output().replaceAll("(?s).*Live page (\\S+)/ .*", "$1") + "/api/health";
    HttpClient client = HttpClient.newHttpClient();
    Awaitility.await("the health of the page")
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () ->
                expected.test(
                    client
                        .send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            BodyHandlers.ofString())
                        .body()));
  }

  private JarProcess start(
      SecuredBroker broker, StandInRegistry registry, String command, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(more));
    arguments.addAll(
        List.of(
            "--set=kafka.bootstrap.servers=" + broker.bootstrapServers(),
            "--set=kafka.security.protocol=SASL_PLAINTEXT",
            "--set=kafka.sasl.mechanism=SCRAM-SHA-512",
            "--set=kafka.sasl.jaas.config="
                + SecuredBroker.scramLogin("pipeline", SecuredBroker.PASSWORD),
            "--set=registry.url=" + registry.url()));
    return JarProcess.start(folder, List.of("-Xmx512m"), arguments.toArray(String[]::new));
  }
}
