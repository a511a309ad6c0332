package io.paastreams.tracing;

import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where spans are sent.
 *
 * @param endpoint the address of a collector; null for no spans
 * @param authorization the Authorization header; null for none
 * @param sample the share of the traces, from 0 to 1, that are sent
 */
public record TracingConfig(@Nullable URI endpoint, @Nullable String authorization, double sample) {

  public static final SettingSection SETTINGS = SettingSection.named("tracing");

  private static final Setting<URI> ENDPOINT =
      SETTINGS.optional(
          "otlpEndpoint",
          SettingType.uri()
              .where(uri -> uri.getHost() != null && ("" + uri.getScheme()).matches("https?"))
              .described("http://HOST:4318 or https://HOST:4318"),
          "Collector that accepts spans by OTLP over HTTP (protobuf, under /v1/traces); no"
              + " spans if not set.");
  private static final Setting<String> AUTHORIZATION =
      SETTINGS.optional(
          "otlpAuthorization",
          SettingType.text(),
          "Header Authorization for the collector, such as Bearer TOKEN.");
  private static final Setting<Double> SAMPLE =
      SETTINGS.standard(
          "sample",
          SettingType.number(0, 1),
          1.0,
          "Share of the traces that are sent, chosen by trace id, so that all applications"
              + " choose the same; traces that their producers have marked as not recorded are"
              + " never"
              + " sent.");

  /** What a user chose. */
  public static TracingConfig of(SettingValues values) {
    return new TracingConfig(values.find(ENDPOINT), values.find(AUTHORIZATION), values.get(SAMPLE));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "TracingConfig[%s, sample=%s]".formatted(endpoint, sample);
  }
}
