package io.paastreams.live;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the page listens, and who may see what.
 *
 * @param host address of the interface
 * @param port 0 for a free one
 * @param viewerToken whoever has it may look; null for everybody who reaches the port
 * @param operatorToken whoever has it may also change something; null for nobody, unless there is
 *     no viewer token either
 * @param keystore PKCS12 or JKS file with the certificate for HTTPS; null for HTTP
 * @param keystorePassword of the keystore; null if it has none
 * @param showImages whether images leave the server; otherwise boxes are drawn on grey
 * @param metrics addresses of {@code /metrics} of the instances, for the machine room
 */
public record LiveConfig(
    String host,
    int port,
    @Nullable String viewerToken,
    @Nullable String operatorToken,
    @Nullable Path keystore,
    @Nullable String keystorePassword,
    boolean showImages,
    List<URI> metrics) {

  private static final int LEAST_TOKEN = 16;

  public LiveConfig {
    metrics = List.copyOf(metrics);
  }

  /** On a free or given port of the loopback interface, for everybody on this machine. */
  public static LiveConfig onLoopback(int port) {
    return new LiveConfig("127.0.0.1", port, null, null, null, null, true, List.of());
  }

  /** The same with the addresses of metrics. */
  public LiveConfig withMetrics(List<URI> addresses) {
    return new LiveConfig(
        host, port, viewerToken, operatorToken, keystore, keystorePassword, showImages, addresses);
  }

  /** Whether only this machine reaches it. */
  boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  boolean needsCredential() {
    return viewerToken != null || operatorToken != null;
  }

  String scheme() {
    return keystore == null ? "http" : "https";
  }

  /** What is wrong with it, by the configuration's keys. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    try {
      if (!InetAddress.getByName(host).isLoopbackAddress()) {
        beyondLoopback(faults);
      }
    } catch (UnknownHostException e) {
      faults.add(
          "live.host = %s: is not known; set an address of this machine, or 0.0.0.0 for all"
              .formatted(host));
    }
    checkToken("live.token", viewerToken, faults);
    checkToken("live.operatorToken", operatorToken, faults);
    if (viewerToken != null && viewerToken.equals(operatorToken)) {
      faults.add("live.operatorToken: must not be the same as live.token");
    }
    if (keystore != null && !Files.isReadable(keystore)) {
      faults.add(
          "live.keystore = %s: is not a file that can be read; make one with keytool -genkeypair"
              .formatted(keystore));
    }
    for (URI address : metrics) {
      if (address.getHost() == null || !("" + address.getScheme()).matches("https?")) {
        faults.add(
            "live.metrics = %s: must be an address such as http://pipeline-1:9404/metrics"
                .formatted(address));
      }
    }
    return faults;
  }

  private void beyondLoopback(List<String> faults) {
    if (!needsCredential()) {
      faults.add(
          ("live.host = %s: other machines reach this address, so the page needs a credential: set"
                  + " live.token (and live.operatorToken for those who may change something), or"
                  + " live.host: 127.0.0.1")
              .formatted(host));
    }
    if (keystore == null) {
      faults.add(
          ("live.host = %s: other machines reach this address, so the page needs TLS: set"
                  + " live.keystore and live.keystorePassword, or keep live.host: 127.0.0.1 behind"
                  + " a proxy of this machine that has TLS")
              .formatted(host));
    }
  }

  private static void checkToken(String key, @Nullable String token, List<String> faults) {
    if (token != null && token.length() < LEAST_TOKEN) {
      faults.add(
          "%s: must have at least %d characters, for example of openssl rand -hex 24"
              .formatted(key, LEAST_TOKEN));
    }
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "LiveConfig[%s://%s:%d, credential=%s, showImages=%s, metrics=%s]"
        .formatted(scheme(), host, port, needsCredential(), showImages, metrics);
  }
}
