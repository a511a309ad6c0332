package io.paastreams.config;

import io.paastreams.metrics.CameraLabels;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code /metrics} and {@code /health} listen.
 *
 * @param host the address of the interface
 * @param port the port; 0 for a free one
 * @param cameraLabels how many cameras have series of their own
 * @param adminToken the token with which a client may exchange the model; null if no client may
 */
public record MetricsConfig(String host, int port, int cameraLabels, @Nullable String adminToken) {

  static final SettingSection SETTINGS = SettingSection.named("metrics");

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
              + " may if not set.");

  /** The settings that a user chose for {@code run}; null if nothing is served. */
  static @Nullable MetricsConfig of(SettingValues values) {
    return of(values, PORT);
  }

  /** The access that a client needs, whether or not this process serves anything. */
  static MetricsAccess access(SettingValues values) {
    return new MetricsAccess(values.find(PORT), values.find(ADMIN_TOKEN));
  }

  /** The same with the port of another command. */
  static @Nullable MetricsConfig of(SettingValues values, Setting<Integer> other) {
    @Nullable Integer port = values.find(other);
    return port == null
        ? null
        : new MetricsConfig(
            values.get(HOST), port, values.get(CAMERA_LABELS), values.find(ADMIN_TOKEN));
  }

  /** The token is a secret. */
  @Override
  public String toString() {
    return "MetricsConfig[host=%s, port=%d, cameraLabels=%d]".formatted(host, port, cameraLabels);
  }
}
