package io.paastreams.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.devkit.SecuredBroker;
import io.paastreams.devkit.SecuredBroker.Permission;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicUse;
import io.paastreams.event.Topics;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.Guarantee;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The permissions that the security page names are enough. */
@Timeout(180)
final class SecuredAnalyticsIT {

  private static final String ID = "paa-analytics";

  private final Topics topics = InMemorySchemaRegistry.topics();

  @Test
  void withThePermissionsOfTheTable_statesAreMadeKeptAndReadAgain() throws Exception {
    try (SecuredBroker broker = SecuredBroker.sasl()) {
      for (TopicUse use : AnalyticsApplication.TOPICS) {
        broker.createTopics(1, topics.of(use.kind()).name());
      }
      broker.allow("User:pipeline", permissions());
      Film film = new Film("gate").walk(60, 400, 560, 400, 20);
      for (int part = 0; part < 2; part++) { // the second one restores what the first one stored
        try (AnalyticsApplication application = application(broker)) {
          application.start();
          send(broker, film.frames().subList(10 * part, 10 * part + 10));
          await(broker, 10 * part + 10);
          assertThat(application.state()).isEqualTo(ApplicationState.RUNNING);
        }
      }
    }
  }

  private List<Permission> permissions() {
    List<Permission> permissions = new ArrayList<>();
    for (TopicUse use : AnalyticsApplication.TOPICS) {
      permissions.add(Permission.topic(topics.of(use.kind()).name(), use.operation()));
    }
    for (AclOperation operation :
        List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE)) {
      permissions.add(new Permission(ResourceType.TOPIC, ID, PatternType.PREFIXED, operation));
    }
    permissions.add(new Permission(ResourceType.GROUP, ID, PatternType.LITERAL, AclOperation.READ));
    permissions.add(
        new Permission(
            ResourceType.TRANSACTIONAL_ID, ID, PatternType.PREFIXED, AclOperation.WRITE));
    return permissions;
  }

  private AnalyticsApplication application(SecuredBroker broker) {
    AnalyticsConfig standard =
        AnalyticsConfig.of(ID, broker.bootstrapServers(), Guarantee.EXACTLY_ONCE);
    return new AnalyticsApplication(
        new AnalyticsConfig(
            standard.applicationId(),
            standard.bootstrapServers(),
            standard.guarantee(),
            standard.streamThreads(),
            Duration.ofMillis(100),
            standard.limits(),
            standard.startTimeout(),
            standard.closeTimeout(),
            standard.onFailure(),
            standard.maxReplacements(),
            Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                SecuredBroker.scramLogin("pipeline", SecuredBroker.PASSWORD))),
        topics,
        AnalyticsListener.NONE);
  }

  private void send(SecuredBroker broker, List<DetectedFrame> frames) {
    Topic<DetectedFrame> topic = topics.of(TopicKind.DETECTIONS);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            broker.superUser(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (DetectedFrame frame : frames) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    topic.name(),
                    frame.cameraId().getBytes(StandardCharsets.UTF_8),
                    topic.valueSerde().serializer().serialize(topic.name(), frame)));
      }
    }
  }

  /** Waits until that many frames have their tracks. */
  private void await(SecuredBroker broker, int frames) {
    Map<String, Object> settings = new HashMap<>(broker.superUser());
    settings.put("isolation.level", "read_committed");
    TopicPartition partition = new TopicPartition(topics.of(TopicKind.TRACKS).name(), 0);
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      int read = 0;
      while (read < frames) {
        assertThat(System.nanoTime()).as("%d frames have tracks", read).isLessThan(deadline);
        read += consumer.poll(Duration.ofMillis(100)).count();
      }
      assertThat(read).isEqualTo(frames);
    }
  }
}
