package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.devkit.StandInRegistry;
import io.paastreams.devkit.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins and TLS to the registry, as registry.client sets them. */
@Timeout(60)
@Tag("process")
class RegistrySecurityTest {

  private static final String LOGIN = "pipeline:Planted-Secret-Registry-42";
  private static final String TOKEN = "Planted-Secret-Token-43";

  private static final Map<String, String> BASIC =
      Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", LOGIN);
  private static final Map<String, String> BEARER =
      Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", TOKEN);

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = TestCertificates.in(folder);
  }

  @Test
  void basicLogin_isAccepted() throws Exception {
    String header =
        "Basic " + Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8));
    try (StandInRegistry registry = StandInRegistry.guarded(header)) {
      works(registry, BASIC);
      assertThatThrownBy(() -> works(registry, Map.of()))
          .isExactlyInstanceOf(RegistryException.class)
          .hasMessageContaining("HTTP 401")
          .hasMessageContaining("check the credentials under registry.client");
      Map<String, String> wrong = new HashMap<>(BASIC);
      wrong.put("basic.auth.user.info", "pipeline:Planted-Secret-Wrong-44");
      assertThatThrownBy(() -> works(registry, wrong))
          .hasMessageContaining("HTTP 401")
          .message()
          .doesNotContain("Planted");
    }
  }

  @Test
  void bearerToken_isAccepted() throws Exception {
    try (StandInRegistry registry = StandInRegistry.guarded("Bearer " + TOKEN)) {
      works(registry, BEARER);
      assertThatThrownBy(() -> works(registry, BASIC)).hasMessageContaining("HTTP 401");
    }
  }

  @Test
  void tls_withTheRightTrustOnly() throws Exception {
    try (StandInRegistry registry =
        StandInRegistry.tls(certificates.serverContext(), false, "Bearer " + TOKEN)) {
      Map<String, String> trusting = prefixed(certificates.trustSettings());
      trusting.putAll(BEARER);
      works(registry, trusting);
      long start = System.nanoTime();
      assertThatThrownBy(() -> works(registry, BEARER))
          .isExactlyInstanceOf(RegistryException.class)
          .hasMessageContaining("TLS handshake")
          .hasMessageContaining("registry.client.schema.registry.ssl.truststore");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("this will not pass, so it is reported at once")
          .isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void mutualTls_withTheRightCertificateOnly() throws Exception {
    try (StandInRegistry registry = StandInRegistry.tls(certificates.serverContext(), true, null)) {
      Map<String, String> known = prefixed(certificates.trustSettings());
      known.putAll(prefixed(TestCertificates.keySettings(certificates.client())));
      works(registry, known);
      for (Map<String, String> unknown :
          java.util.List.of(
              certificates.trustSettings(), // shows nothing
              merged(
                  certificates.trustSettings(),
                  TestCertificates.keySettings(certificates.stranger())))) {
        assertThatThrownBy(() -> works(registry, prefixed(unknown)))
            .isInstanceOf(RegistryException.class)
            .message()
            .doesNotContain(TestCertificates.PASSWORD);
      }
    }
  }

  private static Map<String, String> merged(Map<String, String> one, Map<String, String> other) {
    Map<String, String> both = new HashMap<>(one);
    both.putAll(other);
    return both;
  }

  private static Map<String, String> prefixed(Map<String, String> settings) {
    Map<String, String> prefixed = new HashMap<>();
    settings.forEach((name, value) -> prefixed.put("schema.registry." + name, value));
    return prefixed;
  }

  private static void works(StandInRegistry registry, Map<String, String> client) {
    RegistryConfig config = RegistryConfig.at(registry.url()).withPatience(Duration.ofSeconds(3));
    for (Map.Entry<String, String> property : client.entrySet()) {
      config = config.with(property.getKey(), property.getValue());
    }
    try (EventSerdes serdes = EventSerdes.of(EventSerdesConfig.builtIn(config))) {
      serdes.prepare(TopicNames.standard());
      assertThat(serdes.inspect(TopicNames.standard()))
          .extracting(SubjectState::kind)
          .containsOnly(SubjectState.Kind.REGISTERED);
      byte[] bytes =
          serdes.of(TopicKind.FRAMES).serializer().serialize("frames.v1", EventSamples.frame());
      assertThat(serdes.of(TopicKind.FRAMES).deserializer().deserialize("frames.v1", bytes))
          .isEqualTo(EventSamples.frame());
    }
  }
}
