package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page beyond the loopback interface: over TLS with a credential, or not at all. */
@Tag("process")
class LiveTlsTest {

  private static final String TOKEN = "viewer-token-0123456789";
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;

  @Test
  void onAllInterfaces_itIsServedOverTls_pageApiAndSocket() throws Exception {
    Path keystore = keystore();
    HttpClient client = HttpClient.newBuilder().sslContext(trusting(keystore)).build();
    try (EventSerdes serdes = serdes();
        LiveServer server = start(serdes, "0.0.0.0", TOKEN, keystore, PASSWORD)) {
      assertThat(server.address()).startsWith("https://localhost:");
      assertThat(get(client, server.address() + "api/cameras").statusCode()).isEqualTo(401);
      assertThat(
              get(client, server.address() + "api/cameras", "Authorization", "Bearer " + TOKEN)
                  .statusCode())
          .isEqualTo(200);
      String cookie =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(server.address() + "login"))
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .POST(HttpRequest.BodyPublishers.ofString("token=" + TOKEN))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow();
      assertThat(cookie).contains("Secure").contains("HttpOnly").contains("SameSite=Strict");
      client
          .newWebSocketBuilder()
          .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
          .buildAsync(
              URI.create(server.address().replace("https", "wss") + "socket"),
              new WebSocket.Listener() {})
          .join()
          .abort();
      assertThatThrownBy(
              () -> get(client, server.address().replace("https", "http") + "api/cameras"))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void withoutCredentialOrTls_itDoesNotStart_andSaysHow() throws Exception {
    Path keystore = keystore();
    try (EventSerdes serdes = serdes()) {
      assertThatThrownBy(() -> start(serdes, "0.0.0.0", null, keystore, PASSWORD))
          .hasMessageContaining("live.host = 0.0.0.0")
          .hasMessageContaining("set live.token");
      assertThatThrownBy(() -> start(serdes, "0.0.0.0", TOKEN, null, null))
          .hasMessageContaining("set live.keystore");
      assertThatThrownBy(() -> start(serdes, "127.0.0.1", null, keystore, "wrong-password"))
          .hasMessageContaining("live.keystore")
          .hasMessageContaining("live.keystorePassword")
          .hasMessageNotContaining("wrong-password");
      Path text = Files.writeString(folder.resolve("text.p12"), "no keystore");
      assertThatThrownBy(() -> start(serdes, "127.0.0.1", null, text, PASSWORD))
          .hasMessageContaining("text.p12: is not a PKCS12 or JKS keystore");
    }
  }

  private static EventSerdes serdes() {
    return EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at("http://127.0.0.1:1")));
  }

  private static LiveServer start(
      EventSerdes serdes,
      String host,
      @Nullable String token,
      @Nullable Path keystore,
      @Nullable String password) {
    return LiveServer.start(
        new LiveConfig(host, 0, token, null, keystore, password, false, true, null, List.of()),
        new LiveCluster(
            "127.0.0.1:1",
            Map.of(),
            Topics.of(TopicNames.standard(), serdes),
            "paa",
            ClaimCheckPolicy.refuseAll()));
  }

  private static HttpResponse<String> get(HttpClient client, String address, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private Path keystore() throws IOException, InterruptedException {
    Path file = folder.resolve("live.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "live",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1")
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    return file;
  }

  private static SSLContext trusting(Path keystore) throws Exception {
    KeyStore store = KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("live", store.getCertificate("live"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
