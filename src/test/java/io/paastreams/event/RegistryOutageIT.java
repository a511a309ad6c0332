package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.devkit.RegistryServer;
import io.paastreams.devkit.RegistryServerConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryOutageIT {

  @Test
  void aGoodRecord_survivesAnOutage(@TempDir Path dir) throws Exception {
    RegistryServerConfig server = RegistryServerConfig.onPort(freePort()).keepingDataIn(dir);
    String url = "http://127.0.0.1:" + server.port() + "/apis/ccompat/v7";
    Frame frame = EventSamples.frame();
    try (EventSerdes writer = serdes(RegistryConfig.at(url))) {
      byte[] bytes;
      try (RegistryServer registry = RegistryServer.start(server)) {
        assertThat(registry.url()).isEqualTo(url);
        writer.prepare(TopicNames.standard());
        bytes = writer.of(TopicKind.FRAMES).serializer().serialize("frames.v1", frame);
      }

      assertThat(writer.of(TopicKind.FRAMES).serializer().serialize("frames.v1", frame))
          .as("a writer that has asked before does not notice")
          .isEqualTo(bytes);
      assertThatThrownBy(() -> read(RegistryConfig.at(url).withPatience(Duration.ZERO), bytes))
          .as("the record is not at fault")
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining(url);

      CompletableFuture<Frame> patient =
          CompletableFuture.supplyAsync(
              () -> read(RegistryConfig.at(url).withPatience(Duration.ofMinutes(1)), bytes));
      try (RegistryServer back = RegistryServer.start(server)) {
        assertThat(patient.get(60, TimeUnit.SECONDS)).isEqualTo(frame);
        assertThat(back.url()).isEqualTo(url);
      }
    }
  }

  private static Frame read(RegistryConfig config, byte[] bytes) {
    try (EventSerdes reader = serdes(config)) {
      return reader.of(TopicKind.FRAMES).deserializer().deserialize("frames.v1", bytes);
    }
  }

  private static EventSerdes serdes(RegistryConfig config) {
    return EventSerdes.of(EventSerdesConfig.builtIn(config));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
