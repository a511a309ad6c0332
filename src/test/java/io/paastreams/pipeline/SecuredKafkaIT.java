package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.devkit.SecuredBroker;
import io.paastreams.devkit.SecuredBroker.Permission;
import io.paastreams.devkit.TestCertificates;
import io.paastreams.event.Frame;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.streams.ApplicationStartException;
import io.paastreams.streams.Guarantee;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline on clusters with authentication, with the permissions in the security page and no
 * more.
 */
@Timeout(300)
final class SecuredKafkaIT {

  private static final int FRAMES = 40;

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = TestCertificates.in(folder);
  }

  @Test
  void saslWithinTls_plainAndScram() throws Exception {
    try (SecuredBroker broker = SecuredBroker.saslWithinTls(certificates)) {
      Map<String, String> plain = new HashMap<>(certificates.trustSettings());
      plain.put("security.protocol", "SASL_SSL");
      plain.put("sasl.mechanism", "PLAIN");
      plain.put("sasl.jaas.config", SecuredBroker.plainLogin("pipeline", SecuredBroker.PASSWORD));
      Map<String, String> scram = new HashMap<>(plain);
      scram.put("sasl.mechanism", "SCRAM-SHA-512");
      scram.put("sasl.jaas.config", SecuredBroker.scramLogin("pipeline", SecuredBroker.PASSWORD));

      detectsAll(broker, scenario(broker, "plain", Guarantee.EXACTLY_ONCE), "User:pipeline", plain);
      detectsAll(
          broker, scenario(broker, "scram", Guarantee.AT_LEAST_ONCE), "User:pipeline", scram);

      Scenario refused = scenario(broker, "refused", Guarantee.AT_LEAST_ONCE);
      Map<String, String> wrong = new HashMap<>(scram);
      wrong.put("sasl.jaas.config", SecuredBroker.scramLogin("pipeline", "Planted-Secret-Wrong"));
      assertStartFails(refused, wrong, "refused the login");
      Map<String, String> stranger = new HashMap<>(plain);
      stranger.keySet().removeIf(name -> name.startsWith("ssl.truststore"));
      assertStartFails(refused, stranger, "TLS handshake");
    }
  }

  @Test
  void mutualTls_connects() throws Exception {
    try (SecuredBroker broker = SecuredBroker.mutualTls(certificates)) {
      Map<String, String> known = new HashMap<>(certificates.trustSettings());
      known.putAll(TestCertificates.keySettings(certificates.client()));
      known.put("security.protocol", "SSL");
      detectsAll(
          broker, scenario(broker, "mutual", Guarantee.EXACTLY_ONCE), "User:CN=pipeline", known);

      Map<String, String> unknown = new HashMap<>(known);
      unknown.putAll(TestCertificates.keySettings(certificates.stranger()));
      assertStartFails(
          scenario(broker, "unknown", Guarantee.AT_LEAST_ONCE), unknown, "TLS handshake");
    }
  }

  private static Scenario scenario(SecuredBroker broker, String id, Guarantee guarantee) {
    return new Scenario(broker.bootstrapServers(), id, guarantee, "classic");
  }

  /** The whole list: see the security page. */
  private static List<Permission> permissions(Scenario scenario) {
    List<Permission> permissions = new ArrayList<>();
    permissions.add(Permission.topic(scenario.names().of(TopicKind.FRAMES), AclOperation.READ));
    permissions.add(
        Permission.topic(scenario.names().of(TopicKind.DETECTIONS), AclOperation.WRITE));
    permissions.add(Permission.topic(scenario.names().of(TopicKind.SKIPPED), AclOperation.WRITE));
    permissions.add(
        Permission.topic(scenario.names().of(TopicKind.DEAD_LETTERS), AclOperation.WRITE));
    permissions.add(
        new Permission(ResourceType.GROUP, scenario.id(), PatternType.LITERAL, AclOperation.READ));
    if (scenario.guarantee() == Guarantee.EXACTLY_ONCE) {
      permissions.add(
          new Permission(
              ResourceType.TRANSACTIONAL_ID,
              scenario.id(),
              PatternType.PREFIXED,
              AclOperation.WRITE));
    }
    return permissions;
  }

  private static void detectsAll(
      SecuredBroker broker, Scenario scenario, String principal, Map<String, String> client)
      throws Exception {
    broker.createTopics(
        Scenario.PARTITIONS,
        scenario.names().of(TopicKind.FRAMES),
        scenario.names().of(TopicKind.DETECTIONS),
        scenario.names().of(TopicKind.SKIPPED),
        scenario.names().of(TopicKind.DEAD_LETTERS));
    broker.allow(principal, permissions(scenario));
    Topics topics = scenario.topics();
    publish(broker, topics.of(TopicKind.FRAMES));
    try (DetectionPipeline pipeline = pipeline(scenario, topics, client)) {
      pipeline.start();
      assertThat(detected(broker, topics)).as(scenario.id()).hasSize(FRAMES);
    }
  }

  private static DetectionPipeline pipeline(
      Scenario scenario, Topics topics, Map<String, String> client) {
    return DetectionPipeline.builder(
            scenario.config().kafka(client).build(),
            topics,
            PixelDetector.instant(),
            PixelFrames.PREPROCESSOR)
        .build();
  }

  private static void assertStartFails(
      Scenario scenario, Map<String, String> client, String reason) {
    DetectionPipeline pipeline = pipeline(scenario, scenario.topics(), client);
    assertThatThrownBy(pipeline::start)
        .isInstanceOf(ApplicationStartException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("Planted");
  }

  private static void publish(SecuredBroker broker, Topic<Frame> topic) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            broker.superUser(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int n = 0; n < FRAMES; n++) {
        Frame frame = PixelFrames.frame(n % 4, n / 4);
        producer
            .send(
                new ProducerRecord<>(
                    topic.name(),
                    frame.cameraId().getBytes(StandardCharsets.UTF_8),
                    topic.valueSerde().serializer().serialize(topic.name(), frame)))
            .get();
      }
    }
  }

  private static Set<String> detected(SecuredBroker broker, Topics topics) {
    Map<String, Object> settings = broker.superUser();
    settings.put("group.id", "reader-" + topics.of(TopicKind.DETECTIONS).name());
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    Set<String> seen = new HashSet<>();
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topics.of(TopicKind.DETECTIONS).name()));
      while (seen.size() < FRAMES && System.nanoTime() < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> {
                  var frame =
                      topics
                          .of(TopicKind.DETECTIONS)
                          .valueSerde()
                          .deserializer()
                          .deserialize(record.topic(), record.value());
                  seen.add(frame.cameraId() + "/" + frame.sequence());
                });
      }
    }
    return seen;
  }
}
