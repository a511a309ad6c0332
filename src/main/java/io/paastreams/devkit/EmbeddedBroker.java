package io.paastreams.devkit;

import io.paastreams.cluster.TopicAdmin;
import io.paastreams.devkit.Loopback.Port;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A one-node KRaft Kafka broker inside this JVM, reachable only on the loopback interface.
 *
 * <p>It accepts records of up to {@link #MAX_MESSAGE_BYTES}, never creates a topic on its own, and
 * starts every group without delay under the classic, the consumer and the streams protocol.
 *
 * <p>Threading: safe; {@link #close} may be called twice.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** The largest record batch that the broker accepts and returns. */
  public static final int MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

  private static final int NODE_ID = 1;
  private static final int START_ATTEMPTS = 3;

  private final KafkaRaftServer server;
  private final Port port;
  private final DataFolder data;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, Port port, DataFolder data) {
    this.server = server;
    this.port = port;
    this.data = data;
  }

  /** Starts a broker on a free port; its data are deleted when it is closed. */
  public static EmbeddedBroker start() {
    return start(EmbeddedBrokerConfig.throwaway());
  }

  /**
   * Starts a broker and returns when it accepts clients.
   *
   * @throws IllegalStateException if the port or the data folder is in use, or the broker does not
   *     come up
   */
  public static EmbeddedBroker start(EmbeddedBrokerConfig config) {
    if (config.port() != 0) {
      Loopback.requireFree(config.port(), "the broker");
      return startOnce(config, new Port(config.port()));
    }
    // Another process may take a free port after it was found and before it is bound; another port
    // is then tried.
    for (int attempt = 1; ; attempt++) {
      try {
        return startOnce(config, Loopback.freePort());
      } catch (IllegalStateException e) {
        if (attempt == START_ATTEMPTS || !wasPortTaken(e)) {
          throw e;
        }
      }
    }
  }

  private static EmbeddedBroker startOnce(EmbeddedBrokerConfig config, Port port) {
    DataFolder data = null;
    KafkaRaftServer server = null;
    try {
      data = DataFolder.take(config.dataDir());
      String nodeId = config.overrides().getOrDefault("node.id", Integer.toString(NODE_ID));
      formatIfNew(data.path(), nodeId);
      Properties settings = settings(port, Loopback.freePort(), data.path());
      settings.putAll(config.overrides());
      server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
      server.startup();
      return new EmbeddedBroker(server, port, data);
    } catch (Exception e) {
      if (server != null) {
        server.shutdown();
      }
      if (data != null) {
        data.close();
      }
      throw new IllegalStateException(
          "the embedded broker did not start on " + port.address() + ": " + e.getMessage(), e);
    }
  }

  private static boolean wasPortTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  /** The value for clients' {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return port.address();
  }

  /**
   * Creates topics with one replica, and returns when their partitions can be used.
   *
   * @throws IllegalStateException if one already exists or its name is not legal
   */
  public void createTopics(int partitions, String... names) {
    List<NewTopic> topics =
        Stream.of(names).map(name -> new NewTopic(name, partitions, (short) 1)).toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("topics " + List.of(names) + " were not created", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
    try (TopicAdmin admin = TopicAdmin.connect(bootstrapServers(), Map.of())) {
      admin.awaitLeaders(List.of(names));
    }
  }

  /** Stops the broker and deletes its data unless the configuration names a folder for them. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.shutdown();
    server.awaitShutdown();
    data.close();
  }

  private static void formatIfNew(Path dataDir, String nodeId) throws Exception {
    Path format = dataDir.resolve("meta.properties");
    if (Files.exists(format)) {
      Properties found = new Properties();
      try (var text = Files.newBufferedReader(format)) {
        found.load(text);
      }
      if (!nodeId.equals(found.getProperty("node.id"))) {
        throw new IOException(
            "%s belongs to node %s of another cluster: choose another folder"
                .formatted(dataDir, found.getProperty("node.id")));
      }
      return;
    }
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(Integer.parseInt(nodeId))
          .setDirectories(List.of(dataDir.toString()))
          .setMetadataLogDirectory(dataDir.toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    }
  }

  private static Properties settings(Port port, Port controllerPort, Path dataDir) {
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", Integer.toString(NODE_ID));
    p.put("controller.quorum.voters", NODE_ID + "@" + controllerPort.address());
    p.put(
        "listeners", "PLAINTEXT://" + port.address() + ",CONTROLLER://" + controllerPort.address());
    p.put("advertised.listeners", "PLAINTEXT://" + port.address());
    p.put("controller.listener.names", "CONTROLLER");
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("log.dirs", dataDir.toString());
    p.put("auto.create.topics.enable", "false");

    String maxBytes = Integer.toString(MAX_MESSAGE_BYTES);
    p.put("message.max.bytes", maxBytes);
    p.put("replica.fetch.max.bytes", maxBytes);

    // One node: internal topics have one replica and few partitions, which also starts faster.
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "4");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");

    // Groups wait just long enough for the threads of one process, because a member that joins
    // later makes the others stop at their next heartbeat. Short session timeouts are allowed.
    p.put("group.initial.rebalance.delay.ms", "200");
    p.put("group.min.session.timeout.ms", "1000");
    p.put("group.streams.initial.rebalance.delay.ms", "200");
    p.put("group.streams.min.session.timeout.ms", "3000");
    p.put("group.streams.session.timeout.ms", "6000");
    p.put("group.streams.min.heartbeat.interval.ms", "500");
    p.put("group.streams.heartbeat.interval.ms", "500");

    // The broker is a guest in this JVM, so it gets few threads and not the cleaner's default
    // buffer of 128 MiB.
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("log.cleaner.dedupe.buffer.size", "2097152");
    p.put("log.segment.delete.delay.ms", "100");
    return p;
  }
}
