package io.paastreams.devkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {

  @TempDir private Path folder;

  @Test
  void anEmptyFolderAndOneThatWasOurs_areTaken() throws IOException {
    Path data = folder.resolve("new/kafka");
    DataFolder.take(data).close();
    Files.writeString(data.resolve("meta.properties"), "node.id=1");
    DataFolder.take(data).close();
  }

  @Test
  void aFolderInUse_isRefused() throws IOException {
    try (DataFolder first = DataFolder.take(folder)) {
      assertThat(first.path()).isEqualTo(folder);
      assertThatThrownBy(() -> DataFolder.take(folder)).hasMessageContaining("another broker uses");
    }
  }

  @Test
  void aFolderWithOtherFiles_isRefusedAndLeftAsItIs() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "x");
    assertThatThrownBy(() -> DataFolder.take(folder))
        .hasMessage(
            folder
                + " contains files that are not a broker's: choose another folder, or one"
                + " that does not exist yet");
    assertThat(folder)
        .isDirectoryContaining("glob:**/thesis.tex")
        .isDirectoryNotContaining("glob:**/*.lock");
  }

  @Test
  void anotherBrokersFolder_isRefused() throws IOException {
    Files.writeString(folder.resolve("meta.properties"), "node.id=1");
    assertThatThrownBy(() -> DataFolder.take(folder))
        .hasMessageContaining("contains the data of another Kafka broker");
  }

  @Test
  void aFile_isNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> DataFolder.take(file)).hasMessageContaining("cannot write to");
  }

  @Test
  void anotherNodesFolder_isRefusedByTheBroker() throws IOException {
    DataFolder.take(folder).close();
    Files.writeString(folder.resolve("meta.properties"), "version=1\nnode.id=7\n");
    EmbeddedBrokerConfig config = EmbeddedBrokerConfig.throwaway().keepingDataIn(folder);
    assertThatThrownBy(() -> EmbeddedBroker.start(config))
        .hasMessageContaining("belongs to node 7 of another cluster");
  }

  @Test
  void aTakenPort_isNamedWithItsOwner() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> Loopback.requireFree(other.getLocalPort(), "the broker"))
          .hasMessageStartingWith("port " + other.getLocalPort() + " for the broker is taken");
    }
  }
}
