package io.paastreams.live;

import io.paastreams.setting.Exposure;
import io.paastreams.setting.Fault;
import io.paastreams.setting.Keystore;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the page listens, and who may see what.
 *
 * @param host address of the interface
 * @param port 0 for a free one
 * @param viewerToken grants viewing; null if everyone who reaches the port may view
 * @param operatorToken also grants changes; if null, nobody may change anything, unless there is no
 *     viewer token either
 * @param keystore PKCS12 or JKS file with the certificate for HTTPS; null for HTTP
 * @param keystorePassword of the keystore; null if it has none
 * @param behindProxy whether something in front of the port keeps strangers out
 * @param showImages whether images leave the server; otherwise boxes are drawn on grey
 * @param masks YAML file of the areas that must not be seen, see {@link Masks}; null for none
 * @param metrics addresses of {@code /metrics} of the instances, for the load view
 */
public record LiveConfig(
    String host,
    int port,
    @Nullable String viewerToken,
    @Nullable String operatorToken,
    @Nullable Path keystore,
    @Nullable String keystorePassword,
    boolean behindProxy,
    boolean showImages,
    @Nullable Path masks,
    List<URI> metrics) {

  public static final SettingSection SETTINGS =
      SettingSection.named("live").rule((values, faults) -> of(values).faults().forEach(faults));

  private static final Setting<String> HOST =
      SETTINGS.standard(
          "host",
          SettingType.text(),
          "127.0.0.1",
          "Where the live page listens; any other address needs live.token or live.operatorToken, and"
              + " live.keystore, or live.behindProxy.");
  private static final Setting<Integer> PORT =
      SETTINGS.standard(
          "port", SettingType.integer(0, 65_535), 8088, "Port of the page; 0 for a free one.");
  private static final Setting<String> VIEWER_TOKEN =
      SETTINGS.optional(
          "token",
          SettingType.text(),
          "Token that grants viewing; at least 16 characters. Without tokens, everyone on this"
              + " machine may do everything.");
  private static final Setting<String> OPERATOR_TOKEN =
      SETTINGS.optional(
          "operatorToken",
          SettingType.text(),
          "Token that also grants replaying dead letters, acknowledging alerts and changing rules.");
  private static final Setting<Path> KEYSTORE = Keystore.fileSetting(SETTINGS);
  private static final Setting<String> KEYSTORE_PASSWORD = Keystore.passwordSetting(SETTINGS);
  private static final Setting<Boolean> BEHIND_PROXY =
      SETTINGS.standard(
          "behindProxy",
          SettingType.flag(),
          false,
          "Whether a proxy with TLS, or a container's port that is published on loopback only,"
              + " keeps strangers out; live.keystore is not needed then. Without tokens only requests"
              + " to localhost are answered.");
  private static final Setting<Boolean> SHOW_IMAGES =
      SETTINGS.standard(
          "frames",
          SettingType.flag(),
          true,
          "Whether images are sent to browsers; if not, boxes are drawn on grey.");
  private static final Setting<Path> MASKS =
      SETTINGS.optional(
          "masks",
          SettingType.path(),
          "YAML file of polygons by camera or pattern, in fractions of the frame, that are"
              + " painted black before an image leaves the server: gate-*: [[[0, 0], [0.3, 0], [0.3,"
              + " 1]]].");
  private static final Setting<List<URI>> METRICS =
      SETTINGS.standard(
          "metrics",
          SettingType.listOf("addresses", SettingType.uri().where(LiveConfig::isHttp))
              .described(
                  "addresses such as http://pipeline-1:9404/metrics, as a list or separated by"
                      + " commas"),
          List.of(),
          "Addresses of the instances' /metrics, for batches and devices in the machine room.");

  public LiveConfig {
    metrics = List.copyOf(metrics);
  }

  /** The configuration that a user chose. */
  public static LiveConfig of(SettingValues values) {
    return new LiveConfig(
        values.get(HOST),
        values.get(PORT),
        values.find(VIEWER_TOKEN),
        values.find(OPERATOR_TOKEN),
        values.find(KEYSTORE),
        values.find(KEYSTORE_PASSWORD),
        values.get(BEHIND_PROXY),
        values.get(SHOW_IMAGES),
        values.find(MASKS),
        values.get(METRICS));
  }

  /** A page on a port of the loopback interface for everyone on this machine. */
  public static LiveConfig onLoopback(int port) {
    return of(SettingValues.DEFAULTS.with(PORT, port));
  }

  /** A copy with these addresses of metrics. */
  public LiveConfig withMetrics(List<URI> addresses) {
    return new LiveConfig(
        host,
        port,
        viewerToken,
        operatorToken,
        keystore,
        keystorePassword,
        behindProxy,
        showImages,
        masks,
        addresses);
  }

  /** Whether only this machine can reach it. */
  boolean isLoopback() {
    try {
      return !Exposure.isBeyondLoopback(host);
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

  private static boolean isHttp(URI address) {
    return address.getHost() != null && ("" + address.getScheme()).matches("https?");
  }

  /** The faults of the configuration; empty if there are none. */
  List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    try {
      if (!behindProxy && Exposure.isBeyondLoopback(host)) {
        beyondLoopback(faults::add);
      }
    } catch (UnknownHostException e) {
      faults.add(Exposure.unknown(HOST, host));
    }
    Exposure.ofToken(VIEWER_TOKEN, viewerToken).ifPresent(faults::add);
    Exposure.ofToken(OPERATOR_TOKEN, operatorToken).ifPresent(faults::add);
    if (viewerToken != null && viewerToken.equals(operatorToken)) {
      faults.add(
          Fault.of(OPERATOR_TOKEN.key(), "must not be the same as %s".formatted(VIEWER_TOKEN)));
    }
    if (keystore != null) {
      new Keystore(keystore, keystorePassword)
          .fault(KEYSTORE_PASSWORD.key())
          .ifPresent(reason -> faults.add(Fault.of(KEYSTORE, keystore, reason)));
    }
    if (masks != null) {
      try {
        Masks.read(masks);
      } catch (IllegalArgumentException e) {
        faults.add(Fault.of(MASKS, masks, String.valueOf(e.getMessage())));
      }
    }
    return faults;
  }

  private void beyondLoopback(Consumer<Fault> faults) {
    if (!needsCredential()) {
      faults.accept(
          Fault.of(
              HOST,
              host,
              "other machines reach this address, so the page needs a credential: set live.token"
                  + " (and live.operatorToken for those who may change something), or live.host:"
                  + " 127.0.0.1"));
    }
    if (keystore == null) {
      faults.accept(
          Fault.of(
              HOST,
              host,
              "other machines reach this address, so the page needs TLS: set live.keystore and"
                  + " live.keystorePassword, or live.behindProxy: true if a proxy in front has it"));
    }
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "LiveConfig[%s://%s:%d, credential=%s, showImages=%s, metrics=%s]"
        .formatted(scheme(), host, port, needsCredential(), showImages, metrics);
  }
}
