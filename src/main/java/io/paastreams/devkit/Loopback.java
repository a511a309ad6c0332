package io.paastreams.devkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
final class Loopback {

  // Not "localhost", because some clients resolve that to ::1, on which nothing listens.
  static final String HOST = "127.0.0.1";

  private Loopback() {}

  record Port(int number) {

    String address() {
      return HOST + ":" + number;
    }
  }

  /** A port on which nothing listens at this moment. */
  static Port freePort() {
    try (ServerSocket socket = listen(0)) {
      return new Port(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    }
  }

  static void requireFree(int port, String owner) {
    try (ServerSocket probe = listen(port)) {
      probe.getLocalPort();
    } catch (IOException e) {
      boolean privileged = String.valueOf(e.getMessage()).contains("ermission");
      throw new IllegalStateException(
          (privileged
                  ? "port %d for %s is privileged (%s): choose one from 1024 to 65535"
                  : "port %d for %s is taken (%s): stop the process that listens there or choose"
                      + " another port")
              .formatted(port, owner, e.getMessage()),
          e);
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
    return socket;
  }
}
