package io.paastreams.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.config.MetricsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class MetricsPortCheckTest {

  @Test
  void aPortInUse_isAFault_andAFreeOneIsNot() throws IOException {
    int port;
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = other.getLocalPort();
      assertThat(run("127.0.0.1", port))
          .extracting(Finding::severity, Finding::message)
          .containsExactly(FindingSeverity.FAULT, "127.0.0.1:" + port + " is in use");
    }
    assertThat(run("127.0.0.1", port).severity()).isEqualTo(FindingSeverity.OK);
    assertThat(run("127.0.0.1", 0).severity()).isEqualTo(FindingSeverity.OK);
  }

  @Test
  void anAddressOfAnotherMachine_isAFaultOfTheHost() {
    assertThat(run("192.0.2.1", 9400))
        .extracting(Finding::severity, Finding::subject)
        .containsExactly(FindingSeverity.FAULT, "metrics.host");
  }

  @Test
  void whoServesNone_isNotAsked() {
    assertThat(new MetricsPortCheck(null).run()).isEmpty();
  }

  private static Finding run(String host, int port) {
    return new MetricsPortCheck(new MetricsConfig(host, port, 50, null, null)).run().get(0);
  }
}
