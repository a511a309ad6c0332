package io.paastreams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The token that exchanges models never leaves the machine in the clear without being asked to. */
class MetricsConfigTest {

  private static final String TOKEN = "metrics.adminToken=0123456789abcdef";

  @Test
  void theTokenOnAnAddressThatOtherMachinesReach_needsTlsOrAProxy() {
    assertThatThrownBy(() -> load("metrics.host=0.0.0.0", TOKEN))
        .hasMessageContaining("metrics.host = 0.0.0.0 (--set): other machines reach this address")
        .hasMessageContaining("set metrics.keystore and metrics.keystorePassword")
        .hasMessageNotContaining("0123456789abcdef");
    assertThat(load("metrics.host=0.0.0.0", TOKEN, "metrics.behindProxy=true").adminToken())
        .isEqualTo("0123456789abcdef");
    assertThat(load("metrics.host=0.0.0.0").adminToken()).isNull();
    assertThat(load(TOKEN).keystore()).isNull();
  }

  @Test
  void aTokenThatCanBeGuessed_andAKeystoreThatIsNone_areRefused() {
    assertThatThrownBy(() -> load("metrics.adminToken=short"))
        .hasMessageContaining("metrics.adminToken (--set): must have at least 16 characters");
    assertThatThrownBy(() -> load("metrics.keystore=pom.xml"))
        .hasMessageContaining(
            "metrics.keystore = pom.xml (--set): is not a PKCS12 or JKS keystore");
    assertThatThrownBy(() -> load("metrics.host=no.such.host.invalid", TOKEN))
        .hasMessageContaining("metrics.host = no.such.host.invalid (--set): is not known");
  }

  private static MetricsAccess load(String... assignments) {
    List<String> all = new ArrayList<>(List.of(assignments));
    all.add("metrics.port=0");
    return PaaStreamsConfig.loadMetricsAccess(null, Map.of(), all);
  }
}
