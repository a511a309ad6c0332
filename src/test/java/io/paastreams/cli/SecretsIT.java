package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.ChildJvm;
import io.paastreams.devkit.SecuredBroker;
import io.paastreams.devkit.SecuredBroker.Permission;
import io.paastreams.devkit.StandInRegistry;
import io.paastreams.devkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets from files and the environment work and appear nowhere: not in logs at debug level of all
 * libraries, not in metrics, messages or help. All of them contain "Planted-Secret".
 */
@Timeout(300)
class SecretsIT {

  private static final String LOGIN = "pipeline:Planted-Secret-Registry-42";

  private static final String LOG_EVERYTHING =
      """
      <Configuration status="WARN">
        <Appenders><Console name="out"><PatternLayout pattern="%-5level %logger %msg%n%throwable"/></Console></Appenders>
        <Loggers><Root level="DEBUG"><AppenderRef ref="out"/></Root></Loggers>
      </Configuration>
      """;

  @TempDir private Path folder;
  private TestCertificates certificates;
  private Path config;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = TestCertificates.in(folder);
    config = folder.resolve("pipeline.yaml");
  }

  @Test
  void plantedSecrets_showNowhere() throws Exception {
    String header =
        "Basic " + Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8));
    int port = freePort();
    try (SecuredBroker broker = SecuredBroker.saslWithinTls(certificates);
        StandInRegistry registry =
            StandInRegistry.tls(certificates.serverContext(), false, header)) {
      broker.createTopics(1, "frames.v1", "detections.v1", "frames.skipped.v1", "frames.dlq.v1");
      allow(broker);
      writeConfig(broker, registry, port);

      Output check = run("check", "--config=" + config);
      assertThat(check.status).as(check.tail()).isZero();
      check.keepsSecrets();
      assertThat(check.text).as("the log is at debug level").contains("DEBUG org.apache.kafka");

      Process pipeline = start("run", "--config=" + config);
      Path log = log(pipeline);
      await()
          .atMost(150, TimeUnit.SECONDS)
          .until(
              () -> Files.readString(log).contains("Running golden-tiny") || !pipeline.isAlive());
      String metrics = get(port, "/metrics") + get(port, "/health");
      pipeline.destroy();
      assertThat(pipeline.waitFor(60, TimeUnit.SECONDS)).isTrue();
      Output ran = new Output(Files.readString(log), pipeline.exitValue());
      assertThat(ran.text).as(ran.tail()).contains("Running golden-tiny");
      ran.keepsSecrets();
      assertThat(metrics).contains("paa_device_stuck 0.0").doesNotContain("Planted-Secret");

      for (String fault :
          List.of(
              "kafka.sasl.jaas.config="
                  + SecuredBroker.scramLogin("pipeline", "Planted-Secret-Wrong"),
              // Not quoted, because the login module's own message would repeat a part of it.
              "kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule"
                  + " required username=pipeline password=a Planted-Secret-Part;",
              "kafka.ssl.truststore.password=Planted-Secret-Wrong",
              "registry.client.basic.auth.user.info=pipeline:Planted-Secret-Wrong",
              "registry.url=https://pipeline:Planted-Secret-Wrong@127.0.0.1:1",
              "registry.url=https://pipeline:Planted-Secret/Planted-Secret@127.0.0.1:1",
              "registry.url=https://127.0.0.1:1?token=Planted-Secret-Wrong",
              "https://127.0.0.1:1?token=Planted-Secret-Wrong",
              "pipeline.streamThreads=0")) {
        Output wrong = run("check", "--config=" + config, "--set=" + fault);
        assertThat(wrong.status).as("%s: %s", fault, wrong.tail()).isEqualTo(1);
        wrong.keepsSecrets();
      }
      for (String camera :
          List.of(
              "rtsp://admin:Planted-Secret@127.0.0.1:1/live?channel=1",
              "rtsp://admin:Planted-Secret%2F1@127.0.0.1:1/live",
              "rtsp://admin:1/Planted-Secret@127.0.0.1:1/live",
              "http://127.0.0.1:1/video.cgi?usr=admin&pwd=Planted-Secret",
              "rtsp://127.0.0.1:1/user=admin_password=Planted-Secret_channel=1.sdp")) {
        Output ingest = run("ingest", camera, "--camera=gate", "--config=" + config);
        assertThat(ingest.status).as("%s: %s", camera, ingest.tail()).isEqualTo(1);
        ingest.keepsSecrets();
      }
      run("run", "--help").keepsSecrets();
      run("run", "--list-keys", "--config=" + config).keepsSecrets();
    }
  }

  private void allow(SecuredBroker broker) {
    broker.allow(
        "User:pipeline",
        List.of(
            Permission.topic("frames.v1", AclOperation.READ),
            Permission.topic("frames.v1", AclOperation.WRITE),
            Permission.topic("detections.v1", AclOperation.WRITE),
            Permission.topic("frames.skipped.v1", AclOperation.WRITE),
            Permission.topic("frames.dlq.v1", AclOperation.WRITE),
            new Permission(
                ResourceType.GROUP, "paa-streams", PatternType.LITERAL, AclOperation.READ)));
  }

  private void writeConfig(SecuredBroker broker, StandInRegistry registry, int port)
      throws IOException {
    Path jaas = folder.resolve("jaas");
    Files.writeString(jaas, SecuredBroker.scramLogin("pipeline", SecuredBroker.PASSWORD) + "\n");
    Files.writeString(
        config,
        """
        kafka:
          bootstrap.servers: %s
          security.protocol: SASL_SSL
          sasl.mechanism: SCRAM-SHA-512
          sasl.jaas.config: ${file:%s}
          ssl.truststore.location: %s
          ssl.truststore.password: ${env:TRUST_PASSWORD}
        registry:
          url: %s
          client:
            basic.auth.credentials.source: USER_INFO
            basic.auth.user.info: ${env:REGISTRY_LOGIN}
            schema.registry.ssl.truststore.location: %s
            schema.registry.ssl.truststore.password: ${env:TRUST_PASSWORD}
        serdes.properties.some.password: Planted-Secret-Serde
        model:
          path: models/golden-tiny
          device: cpu
        metrics.port: %d
        """
            .formatted(
                broker.bootstrapServers(),
                jaas,
                certificates.trust(),
                registry.url(),
                certificates.trust(),
                port));
    Files.writeString(folder.resolve("log4j2.xml"), LOG_EVERYTHING);
  }

  private record Output(String text, int status) {

    void keepsSecrets() {
      assertThat(text.lines().filter(line -> line.contains("Planted-Secret")).toList()).isEmpty();
      assertThat(text)
          .doesNotContain(
              Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8)));
    }

    String tail() {
      return text.substring(Math.max(0, text.length() - 3_000));
    }
  }

  private Output run(String... arguments) throws Exception {
    Process process = start(arguments);
    assertThat(process.waitFor(150, TimeUnit.SECONDS)).as("%s ends", arguments[0]).isTrue();
    return new Output(Files.readString(log(process)), process.exitValue());
  }

  private Path log(Process process) {
    return folder.resolve(process.pid() + ".log");
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" > " + folder + "/$$.log 2>&1", "sh"));
    command.addAll(
        ChildJvm.command(
            List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.xml")),
            "io.paastreams.cli.Main",
            List.of(arguments)));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(Map.of("TRUST_PASSWORD", TestCertificates.PASSWORD, "REGISTRY_LOGIN", LOGIN));
    return builder.start();
  }

  private static String get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
