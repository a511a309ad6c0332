package io.paastreams.event;

import io.paastreams.setting.Fault;
import io.paastreams.setting.PassedOn;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import io.paastreams.text.MaskedUrl;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How to reach a Confluent-compatible schema registry.
 *
 * @param urls the base addresses of its nodes, tried in turn; for Apicurio with the path {@code
 *     /apis/ccompat/v7}
 * @param autoRegister whether a schema that a subject lacks is registered; otherwise it must exist.
 *     Confluent's own name for it, {@code auto.register.schemas=false} among the client properties,
 *     is honoured too
 * @param patience how long a call is retried while the registry does not answer; must be below the
 *     consumer's {@code max.poll.interval.ms}
 * @param clientProperties properties passed unchanged to Confluent's client, such as {@code
 *     basic.auth.credentials.source}, {@code bearer.auth.token} or {@code
 *     schema.registry.ssl.truststore.location}
 */
public record RegistryConfig(
    List<String> urls,
    boolean autoRegister,
    Duration patience,
    Map<String, String> clientProperties) {

  public static final SettingSection SETTINGS =
      SettingSection.named("registry").rule(RegistryConfig::refusePasswords);

  public static final Setting<List<String>> URL =
      SETTINGS.required(
          "url",
          SettingType.listOf("addresses", SettingType.text().where(RegistryConfig::isHttp))
              .described("http://HOST:PORT or https://HOST:PORT, as a list or separated by commas")
              .where(urls -> !urls.isEmpty()),
          "Addresses of the schema registry, for Apicurio with /apis/ccompat/v7.");
  public static final Setting<Boolean> AUTO_REGISTER =
      SETTINGS.standard(
          "autoRegister", SettingType.flag(), true, "Register schemas that a subject lacks.");
  public static final Setting<Duration> PATIENCE =
      SETTINGS.standard(
          "patience",
          SettingType.duration(Duration.ZERO, Duration.ofDays(1)),
          Duration.ofSeconds(20),
          "How long to retry while the registry does not answer.");
  public static final PassedOn CLIENT = SETTINGS.passedOn("client", "Confluent's registry client");

  public RegistryConfig {
    urls = urls.stream().map(RegistryConfig::withoutSlash).toList();
    clientProperties = Map.copyOf(clientProperties);
    String confluents = clientProperties.get("auto.register.schemas");
    if (confluents != null) {
      autoRegister = autoRegister && Boolean.parseBoolean(confluents.strip());
    }
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("the schema registry needs at least one URL");
    }
    urls.forEach(RegistryConfig::requireHttp);
    if (patience.isNegative()) {
      throw new IllegalArgumentException("the registry's patience must not be " + patience);
    }
  }

  /** The configuration that a user chose; it must include the URL. */
  public static RegistryConfig of(SettingValues values) {
    return new RegistryConfig(
        values.get(URL), values.get(AUTO_REGISTER), values.get(PATIENCE), values.of(CLIENT));
  }

  /** A single registry without credentials, in which missing schemas are registered. */
  public static RegistryConfig at(String url) {
    return of(SettingValues.DEFAULTS.with(URL, List.of(url)));
  }

  /** A copy that never registers schemas, so that each must already exist. */
  public RegistryConfig withoutRegistering() {
    return new RegistryConfig(urls, false, patience, clientProperties);
  }

  /** A copy with another patience with a registry that does not answer. */
  public RegistryConfig withPatience(Duration other) {
    return new RegistryConfig(urls, autoRegister, other, clientProperties);
  }

  /** A copy with one more client property. */
  public RegistryConfig with(String property, String value) {
    Map<String, String> more = new HashMap<>(clientProperties);
    more.put(property, value);
    return new RegistryConfig(urls, autoRegister, patience, more);
  }

  /** Property values may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "RegistryConfig[urls=%s, autoRegister=%s, patience=%s, clientProperties=%s]"
        .formatted(
            urls.stream().map(MaskedUrl::of).toList(),
            autoRegister,
            patience,
            clientProperties.keySet());
  }

  /**
   * Removes a trailing slash: the client appends paths that begin with one, and servers treat two
   * as a different path.
   */
  private static String withoutSlash(String url) {
    return url.strip().replaceAll("/+$", "");
  }

  /** Addresses are logged; passwords must not be. */
  private static void refusePasswords(SettingValues values, Consumer<Fault> faults) {
    List<String> urls = values.chosen(URL).orElse(List.of());
    if (urls.stream().anyMatch(url -> url.contains("?") || !MaskedUrl.of(url).equals(url))) {
      faults.accept(
          new Fault(
              URL.key(),
              String.join(",", urls.stream().map(MaskedUrl::of).toList()),
              "must not hold a password, neither before the host nor in a query; set %sbasic.auth.credentials.source to USER_INFO and %sbasic.auth.user.info to USER:PASSWORD"
                  .formatted(CLIENT.prefix(), CLIENT.prefix())));
    }
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url.strip());
      return uri.getHost() != null
          && uri.getRawFragment() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void requireHttp(String url) {
    if (!isHttp(url) || url.contains("?")) {
      throw new IllegalArgumentException(
          "\"%s\" is not a registry URL: use http://HOST:PORT or https://HOST:PORT"
              .formatted(MaskedUrl.of(url)));
    }
  }
}
