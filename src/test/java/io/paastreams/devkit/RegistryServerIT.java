package io.paastreams.devkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerIT {

  @Test
  void aSchemaThatBreaksItsReaders_isRefused() throws Exception {
    try (RegistryServer server = RegistryServer.start()) {
      assertThat(register(server, "{\"name\": \"a\", \"type\": \"int\"}").statusCode())
          .isEqualTo(200);
      assertThat(register(server, "{\"name\": \"b\", \"type\": \"int\"}").statusCode())
          .isEqualTo(409);
      assertThat(register(server, "{\"name\": \"b\", \"type\": \"int\", \"default\": 0}"))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(200);
    }
  }

  @Test
  void aGivenDataFolder_keepsTheIds(@TempDir Path dir) throws Exception {
    RegistryServerConfig config =
        RegistryServerConfig.onPort(Loopback.freePort().number()).keepingDataIn(dir);
    String id;
    try (RegistryServer server = RegistryServer.start(config)) {
      assertThat(server.url()).contains(":" + config.port() + "/");
      id = register(server, "{\"name\": \"a\", \"type\": \"int\"}").body();
    }
    try (RegistryServer server = RegistryServer.start(config)) {
      String number = id.replaceAll("\\D", "");
      assertThat(get(server.url() + "/schemas/ids/" + number).body()).contains("\\\"a\\\"");
    }
  }

  @Test
  void endsWithItsParent_evenIfThatIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(ChildJvm.command(List.of(), Parent.class.getName(), List.of()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = parent.inputReader()) {
      String url = lines.readLine();
      ProcessHandle server = parent.children().findFirst().orElseThrow();
      assertThat(get(url + "/subjects").statusCode()).isEqualTo(200);

      parent.destroyForcibly().waitFor();

      server.onExit().get(20, TimeUnit.SECONDS);
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThatThrownBy(() -> get(url + "/subjects")).isNotNull());
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aTakenPort_isNamedTogetherWithTheRemedy() throws Exception {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName(Loopback.HOST))) {
      RegistryServerConfig config = RegistryServerConfig.onPort(holder.getLocalPort());

      assertThatThrownBy(() -> RegistryServer.start(config))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(Integer.toString(holder.getLocalPort()))
          .hasMessageContaining("choose another port");
    }
  }

  @Test
  void aServerThatDoesNotStart_showsItsLog(@TempDir Path dir) throws Exception {
    Files.write(dir.resolve("broken-runner.jar"), new byte[10]);

    assertThatThrownBy(
            () ->
                RegistryServer.start(
                    RegistryServerConfig.throwaway(), RegistryInstallation.in(dir)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("its process ended")
        .hasMessageContaining("io.quarkus.runner.GeneratedMain");
  }

  @Test
  void withoutTheServerInTheBuild_saysHowToGetIt(@TempDir Path dir) {
    assertThatThrownBy(() -> RegistryInstallation.in(dir.resolve("registry")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("mvn package");
  }

  private static HttpResponse<String> register(RegistryServer server, String field)
      throws Exception {
    String schema =
        "{\"type\": \"record\", \"name\": \"R\", \"fields\": [%s]}"
            .formatted(field)
            .replace("\"", "\\\"");
    return send(
        HttpRequest.newBuilder(URI.create(server.url() + "/subjects/things-value/versions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"" + schema + "\"}")));
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Runs as a process of its own. */
  static final class Parent {

    private Parent() {}

    public static void main(String[] args) throws Exception {
      System.out.println(RegistryServer.start().url());
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    }
  }
}
