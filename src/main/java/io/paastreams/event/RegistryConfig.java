package io.paastreams.event;

import io.paastreams.text.MaskedUrl;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to reach a Confluent-compatible schema registry.
 *
 * @param urls base addresses of its nodes, tried in turn; for Apicurio with the path {@code
 *     /apis/ccompat/v7}
 * @param autoRegister whether a schema that a subject lacks is registered; else it must be there.
 *     Confluent's own name for it, {@code auto.register.schemas=false} among the client properties,
 *     is heeded too
 * @param patience how long a call is repeated while the registry does not answer; below the
 *     consumer's {@code max.poll.interval.ms}
 * @param clientProperties passed to Confluent's client as they are, such as {@code
 *     basic.auth.credentials.source}, {@code bearer.auth.token} or {@code
 *     schema.registry.ssl.truststore.location}
 */
public record RegistryConfig(
    List<String> urls,
    boolean autoRegister,
    Duration patience,
    Map<String, String> clientProperties) {

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

  /** One registry, without credentials, in which missing schemas are registered. */
  public static RegistryConfig at(String url) {
    return new RegistryConfig(List.of(url), true, Duration.ofSeconds(20), Map.of());
  }

  /** The same, but every schema must have been registered by somebody else. */
  public RegistryConfig withoutRegistering() {
    return new RegistryConfig(urls, false, patience, clientProperties);
  }

  /** The same with another time to wait for a registry that does not answer. */
  public RegistryConfig withPatience(Duration other) {
    return new RegistryConfig(urls, autoRegister, other, clientProperties);
  }

  /** The same with one client property more. */
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

  /** The client appends paths that begin with one; servers take two for another place. */
  private static String withoutSlash(String url) {
    return url.strip().replaceAll("/+$", "");
  }

  private static void requireHttp(String url) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw notAnAddress(url);
    }
    throw notAnAddress(url);
  }

  private static IllegalArgumentException notAnAddress(String url) {
    return new IllegalArgumentException(
        "\"%s\" is not a registry URL: use http://HOST:PORT or https://HOST:PORT"
            .formatted(MaskedUrl.of(url)));
  }
}
