package io.paastreams.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/**
 * Probes the addresses of a cluster before any client is created, because Kafka's clients repeat a
 * warning every second while nothing listens there.
 */
public final class BootstrapServers {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int CONNECT_MILLIS = 2_000;
  private static final long PAUSE_MILLIS = 250;

  private BootstrapServers() {}

  /**
   * Waits a few seconds until something listens at one of the addresses.
   *
   * @throws NoAnswerException if nothing does
   */
  public static void requireListener(String bootstrapServers) {
    requireListener(bootstrapServers, PATIENCE);
  }

  /**
   * Waits until something listens at one of the addresses.
   *
   * @throws NoAnswerException if nothing does in time
   */
  public static void requireListener(String bootstrapServers, Duration patience) {
    List<String> servers =
        Stream.of(bootstrapServers.split(",", -1)).map(String::strip).distinct().toList();
    long start = System.nanoTime();
    while (servers.parallelStream().noneMatch(BootstrapServers::listens)) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw ClientFailures.noAnswer(bootstrapServers, null);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw AdminConnection.interrupted("answer", e);
      }
    }
  }

  /**
   * Text that is not an address, or has no host, counts as listening: the client explains the fault
   * better.
   */
  private static boolean listens(String server) {
    String host = Utils.getHost(server);
    Integer port = Utils.getPort(server);
    if (host == null || port == null) {
      return true;
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      return true;
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
