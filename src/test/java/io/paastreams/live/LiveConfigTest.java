package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveConfigTest {

  private static final String TOKEN = "0123456789abcdef";

  @Test
  void onLoopback_nothingIsNeeded() {
    assertThat(LiveConfig.onLoopback(0).faults()).isEmpty();
    assertThat(faults("::1", null, null, null)).isEmpty();
  }

  @Test
  void beyondLoopback_credentialAndTlsAreNeeded_andItSaysHow() {
    assertThat(faults("0.0.0.0", null, null, null))
        .hasSize(2)
        .anyMatch(
            fault -> fault.startsWith("live.host = 0.0.0.0: ") && fault.contains("live.token"))
        .anyMatch(fault -> fault.contains("live.keystore"));
    assertThat(faults("0.0.0.0", TOKEN, null, Path.of("pom.xml")))
        .containsExactly("live.keystore = pom.xml: is not a PKCS12 or JKS keystore");
  }

  @Test
  void shortEqualOrMissingThings_areNamed() {
    assertThat(faults("127.0.0.1", "short", null, null))
        .singleElement()
        .asString()
        .startsWith("live.token: must have at least 16")
        .doesNotContain("short\"");
    assertThat(faults("127.0.0.1", TOKEN, TOKEN, null))
        .containsExactly("live.operatorToken: must not be the same as live.token");
    assertThat(faults("127.0.0.1", null, null, Path.of("no-such.p12")))
        .singleElement()
        .asString()
        .contains("keytool");
  }

  @Test
  void behindAProxy_neitherCredentialNorTlsIsNeeded() {
    assertThat(
            new LiveConfig("0.0.0.0", 0, null, null, null, null, true, true, null, List.of())
                .faults())
        .isEmpty();
  }

  @Test
  void secrets_areNotShown() {
    assertThat(config("127.0.0.1", TOKEN, null, null).toString()).doesNotContain(TOKEN);
  }

  private static List<String> faults(
      String host,
      @Nullable String token,
      @Nullable String operatorToken,
      @Nullable Path keystore) {
    return config(host, token, operatorToken, keystore).faults().stream()
        .map(Object::toString)
        .toList();
  }

  private static LiveConfig config(
      String host,
      @Nullable String token,
      @Nullable String operatorToken,
      @Nullable Path keystore) {
    return new LiveConfig(
        host, 0, token, operatorToken, keystore, null, false, true, null, List.of());
  }
}
