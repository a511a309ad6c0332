package io.paastreams.pipeline.faults;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A KRaft cluster of broker processes, each broker and controller in one. Clients reach it over two
 * networks, west and east, which break independently; the harness has an unbroken one of its own.
 */
final class BrokerCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final Duration START_PATIENCE = Duration.ofMinutes(10);

  /** How long a broker may be silent, and a follower behind. */
  private static final String SESSION_MILLIS = "6000";

  private final List<BrokerNode> nodes = new ArrayList<>();
  private final List<Link> west = new ArrayList<>();
  private final List<Link> east = new ArrayList<>();
  private final String harness;
  private final String westServers;
  private final String eastServers;
  private final int replicas;

  private BrokerCluster(ChildJvms jvms, int size, Path folder) throws Exception {
    replicas = size;
    List<Ports> ports = IntStream.range(0, size).mapToObj(node -> Ports.take()).toList();
    String voters =
        IntStream.range(0, size)
            .mapToObj(node -> "%d@%s:%d".formatted(node + 1, HOST, ports.get(node).controller))
            .collect(Collectors.joining(","));
    harness = servers(ports.stream().map(p -> p.internal).toList());
    westServers = servers(ports.stream().map(p -> p.westLink).toList());
    eastServers = servers(ports.stream().map(p -> p.eastLink).toList());
    String clusterId = Uuid.randomUuid().toString();
    for (int node = 0; node < size; node++) {
      int id = node + 1;
      Ports own = ports.get(node);
      Path home = folder.resolve("broker-" + id);
      format(clusterId, id, home.resolve("data"));
      west.add(new Link("west-" + id, own.westLink, own.west));
      east.add(new Link("east-" + id, own.eastLink, own.east));
      nodes.add(new BrokerNode(jvms, id, home, own.internal, settings(id, own, voters, size)));
    }
  }

  private record Ports(
      int internal, int controller, int west, int westLink, int east, int eastLink) {
    static Ports take() {
      return new Ports(
          FreePorts.next(),
          FreePorts.next(),
          FreePorts.next(),
          FreePorts.next(),
          FreePorts.next(),
          FreePorts.next());
    }
  }

  /** Starts brokers with their disks below {@code folder}; returns when they answer. */
  static BrokerCluster start(ChildJvms jvms, int size, Path folder) throws Exception {
    BrokerCluster cluster = new BrokerCluster(jvms, size, folder);
    cluster.nodes.forEach(BrokerNode::start);
    cluster.awaitAll();
    return cluster;
  }

  int size() {
    return nodes.size();
  }

  short replicas() {
    return (short) replicas;
  }

  BrokerNode node(int index) {
    return nodes.get(index);
  }

  /** The network from every second instance to one broker. */
  Link link(boolean isWest, int node) {
    return (isWest ? west : east).get(node);
  }

  /** For the harness itself: a way that never breaks. */
  String harnessServers() {
    return harness;
  }

  String clientServers(boolean isWest) {
    return isWest ? westServers : eastServers;
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", harness, "default.api.timeout.ms", 120_000));
  }

  /** Waits until every fault is repaired and every broker is back. */
  void heal() {
    west.forEach(link -> link.await(START_PATIENCE));
    east.forEach(link -> link.await(START_PATIENCE));
    nodes.forEach(node -> node.await(START_PATIENCE));
    awaitAll();
  }

  private void awaitAll() {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    try (Admin admin = admin()) {
      while (nodesUp(admin) < nodes.size()) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the cluster " + harness + " does not come up");
        }
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int nodesUp(Admin admin) throws InterruptedException {
    try {
      return admin.describeCluster().nodes().get().size();
    } catch (ExecutionException e) {
      return 0; // not yet
    }
  }

  private static String servers(List<Integer> ports) {
    return ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
  }

  private static void format(String clusterId, int id, Path data) throws Exception {
    Files.createDirectories(data);
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setClusterId(clusterId)
          .setNodeId(id)
          .setDirectories(List.of(data.toString()))
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    }
    Files.createFile(data.resolve("paa-streams.lock")); // else it would pass for somebody else's
  }

  private static Map<String, String> settings(int id, Ports ports, String voters, int size) {
    Map<String, String> s = new HashMap<>();
    s.put("node.id", Integer.toString(id));
    s.put("controller.quorum.voters", voters);
    s.put(
        "listeners",
        "INTERNAL://%s:%d,WEST://%s:%d,EAST://%s:%d,CONTROLLER://%s:%d"
            .formatted(
                HOST, ports.internal, HOST, ports.west, HOST, ports.east, HOST, ports.controller));
    s.put(
        "advertised.listeners",
        "INTERNAL://%s:%d,WEST://%s:%d,EAST://%s:%d"
            .formatted(HOST, ports.internal, HOST, ports.westLink, HOST, ports.eastLink));
    s.put(
        "listener.security.protocol.map",
        "INTERNAL:PLAINTEXT,WEST:PLAINTEXT,EAST:PLAINTEXT,CONTROLLER:PLAINTEXT");
    s.put("inter.broker.listener.name", "INTERNAL");

    String replicas = Integer.toString(size);
    String minInSync = size == 1 ? "1" : "2";
    s.put("default.replication.factor", replicas);
    s.put("min.insync.replicas", minInSync);
    s.put("offsets.topic.replication.factor", replicas);
    s.put("transaction.state.log.replication.factor", replicas);
    s.put("transaction.state.log.min.isr", minInSync);

    s.put("broker.session.timeout.ms", SESSION_MILLIS);
    s.put("broker.heartbeat.interval.ms", "1000");
    s.put("replica.lag.time.max.ms", SESSION_MILLIS);
    s.put("initial.broker.registration.timeout.ms", "300000");
    s.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    s.put("num.network.threads", "1");
    return s;
  }

  @Override
  public void close() {
    west.forEach(Link::close);
    east.forEach(Link::close);
    nodes.forEach(BrokerNode::close);
  }
}
