package io.paastreams.config;

import io.paastreams.metrics.CameraLabels;
import io.paastreams.setting.Exposure;
import io.paastreams.setting.Fault;
import io.paastreams.setting.Keystore;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code /metrics} and {@code /health} listen.
 *
 * @param host the address of the interface
 * @param port the port; 0 for a free one
 * @param cameraLabels how many cameras have series of their own
 * @param adminToken the token with which a client may exchange the model; null if no client may
 * @param keystore with the certificate for HTTPS; null for HTTP
 */
public record MetricsConfig(
    String host,
    int port,
    int cameraLabels,
    @Nullable String adminToken,
    @Nullable Keystore keystore) {

  static final SettingSection SETTINGS =
      SettingSection.named("metrics").rule(MetricsConfig::checkExposure);

  private static final Setting<String> HOST =
      SETTINGS.standard(
          "host",
          SettingType.text(),
          "127.0.0.1",
          "Where /metrics and /health listen; 0.0.0.0 for all addresses.");

  static final SettingType<Integer> PORTS = SettingType.integer(0, 65_535);

  private static final Setting<Integer> PORT =
      SETTINGS.optional("port", PORTS, "Port of /metrics and /health; not served if not set.");

  private static final Setting<Integer> CAMERA_LABELS =
      SETTINGS.standard(
          "cameraLabels",
          SettingType.of(CameraLabels.ALLOWED, CameraLabels::parse, CameraLabels::write),
          50,
          "Which cameras have series of their own: those with the most frames; the others share"
              + " camera=\"other\". all is top:1000, because ids come from the frames.");

  private static final Setting<String> ADMIN_TOKEN =
      SETTINGS.optional(
          "adminToken",
          SettingType.text(),
          "Clients that send this bearer token may exchange the model (models switch); nobody"
              + " may if not set. At least 16 characters; on an address that other machines reach it"
              + " needs metrics.keystore, or metrics.behindProxy.");

  private static final Setting<Path> KEYSTORE = Keystore.fileSetting(SETTINGS);
  private static final Setting<String> KEYSTORE_PASSWORD = Keystore.passwordSetting(SETTINGS);

  private static final Setting<Boolean> BEHIND_PROXY =
      SETTINGS.standard(
          "behindProxy",
          SettingType.flag(),
          false,
          "Whether something in front of the port keeps strangers out, such as a proxy with TLS or a"
              + " cluster's encrypted network: metrics.keystore is not needed for the token then.");

  /** The settings that a user chose for {@code run}; null if nothing is served. */
  static @Nullable MetricsConfig of(SettingValues values) {
    return of(values, PORT);
  }

  /** The access that a client needs, whether or not this process serves anything. */
  static MetricsAccess access(SettingValues values) {
    return new MetricsAccess(values.find(PORT), values.find(ADMIN_TOKEN), keystore(values));
  }

  /** The same with the port of another command. */
  static @Nullable MetricsConfig of(SettingValues values, Setting<Integer> other) {
    @Nullable Integer port = values.find(other);
    return port == null
        ? null
        : new MetricsConfig(
            values.get(HOST),
            port,
            values.get(CAMERA_LABELS),
            values.find(ADMIN_TOKEN),
            keystore(values));
  }

  private static @Nullable Keystore keystore(SettingValues values) {
    return Keystore.of(values.find(KEYSTORE), values.find(KEYSTORE_PASSWORD));
  }

  /** Whoever reads the token on its way could make the cameras see nothing. */
  private static void checkExposure(SettingValues values, Consumer<Fault> faults) {
    @Nullable String token = values.find(ADMIN_TOKEN);
    @Nullable Keystore keystore = keystore(values);
    Exposure.ofToken(ADMIN_TOKEN, token).ifPresent(faults);
    if (keystore != null) {
      keystore
          .fault(KEYSTORE_PASSWORD.key())
          .ifPresent(reason -> faults.accept(Fault.of(KEYSTORE, keystore.file(), reason)));
    }
    String host = values.get(HOST);
    try {
      if (token != null
          && keystore == null
          && !values.get(BEHIND_PROXY)
          && Exposure.isBeyondLoopback(host)) {
        faults.accept(
            Fault.of(
                HOST,
                host,
                "other machines reach this address, so metrics.adminToken needs TLS: set"
                    + " metrics.keystore and metrics.keystorePassword, or metrics.behindProxy: true"
                    + " if something in front of the port keeps strangers out"));
      }
    } catch (UnknownHostException e) {
      faults.accept(Exposure.unknown(HOST, host));
    }
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return keystore == null ? "http" : "https";
  }

  /** The token is a secret. */
  @Override
  public String toString() {
    return "MetricsConfig[host=%s, port=%d, cameraLabels=%d]".formatted(host, port, cameraLabels);
  }
}
