package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.analytics.AnalyticsListener;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.EmbeddedBrokerConfig;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.metrics.MetricsServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is logged and reported about health while the broker is down. */
@Timeout(120)
final class BrokerOutageIT {

  private static final String CLIENTS = "org.apache.kafka.clients";

  @TempDir private Path folder;

  @Test
  void anOutage_isAFewLines_itsBeginAndItsEnd() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    RepeatedLines filter = new RepeatedLines(System::nanoTime, told::add);
    CollectingAppender all = new CollectingAppender("all");
    CollectingAppender shown = new CollectingAppender("shown");
    shown.addFilter(filter);
    Configuration logging = ((LoggerContext) LogManager.getContext(false)).getConfiguration();
    LoggerConfig clients = new LoggerConfig(CLIENTS, Level.WARN, false);
    clients.addAppender(all, Level.WARN, null);
    clients.addAppender(shown, Level.WARN, null);
    logging.addLogger(CLIENTS, clients);
    ((LoggerContext) LogManager.getContext(false)).updateLoggers();
    EmbeddedBroker broker = EmbeddedBroker.start(onPort(0));
    int port = Integer.parseInt(broker.bootstrapServers().split(":", 2)[1]);
    broker.createTopics(1, "frames");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "max.block.ms", 90_000),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("frames", "gate", "before")).get();

      broker.close();
      // The broker's shutdown may have removed the topic from the metadata, in which case send
      // blocks.
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(producer, "during"));
      Awaitility.await("a talkative client")
          .atMost(40, TimeUnit.SECONDS)
          .until(
              () -> {
                filter.tick();
                return all.lines.size() > 25;
              });
      assertThat(shown.lines).isNotEmpty().hasSizeLessThan(8).doesNotHaveDuplicates();
      assertThat(told).singleElement().asString().startsWith("Connections to Kafka fail.");

      broker = EmbeddedBroker.start(onPort(port));
      sent.get(60, TimeUnit.SECONDS);
      Awaitility.await("the end is told")
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () -> {
                filter.tick();
                return told.size() == 2;
              });
      assertThat(told.get(1)).startsWith("Kafka answers again: connections failed for ");
    } finally {
      broker.close();
      logging.removeLogger(CLIENTS);
      ((LoggerContext) LogManager.getContext(false)).updateLoggers();
    }
  }

  /** Over HTTP, as an orchestrator asks. */
  @Test
  void analytics_isReadyOnlyWhileItsBrokerIsThere() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(onPort(0));
    int port = Integer.parseInt(broker.bootstrapServers().split(":", 2)[1]);
    try (TopicAdmin admin =
        TopicAdmin.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createMissing(TopicLayout.standard().withPartitions(1).topics(TopicNames.standard()));
    }
    AnalyticsRunConfig config =
        PaaStreamsConfig.loadAnalytics(
            null,
            Map.of(),
            List.of(
                "kafka.bootstrap.servers=" + broker.bootstrapServers(),
                "registry.url=http://localhost:1"));
    AnalyticsHealth health = new AnalyticsHealth(config);
    try (MetricsServer server = MetricsServer.start(new InetSocketAddress("localhost", 0), health);
        AnalyticsApplication analytics =
            new AnalyticsApplication(
                config.analytics(), InMemorySchemaRegistry.topics(), new AnalyticsListener() {})) {
      assertThat(ready(server).statusCode()).isEqualTo(503);
      assertThat(ready(server).body()).contains("has not started");

      health.watch(analytics);
      analytics.start();
      awaitReady(server, 200);
      assertThat(ready(server).body()).contains("RUNNING, reads 2", "last heartbeat");

      broker.close();
      awaitReady(server, 503);
      assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);

      broker = EmbeddedBroker.start(onPort(port));
      awaitReady(server, 200);
    } finally {
      broker.close();
    }
  }

  private static void awaitReady(MetricsServer server, int status) {
    Awaitility.await("ready: " + status)
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> ready(server).statusCode() == status);
  }

  private static HttpResponse<String> ready(MetricsServer server) throws Exception {
    return get(server, "/health/ready");
  }

  private static HttpResponse<String> get(MetricsServer server, String path) throws Exception {
    URI uri = URI.create("http://localhost:%d%s".formatted(server.port(), path));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void send(KafkaProducer<String, String> producer, String value) {
    try {
      producer.send(new ProducerRecord<>("frames", "gate", value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private EmbeddedBrokerConfig onPort(int port) {
    return EmbeddedBrokerConfig.onPort(port).keepingDataIn(folder);
  }

  private static final class CollectingAppender extends AbstractAppender {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    CollectingAppender(String name) {
      super(name, null, null, true, Property.EMPTY_ARRAY);
      start();
    }

    @Override
    public void append(LogEvent event) {
      lines.add(event.getMessage().getFormattedMessage());
    }
  }
}
