package io.paastreams.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.cluster.TopicAdmin;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.RuleSet;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.streams.Guarantee;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How records of the rules topic affect a running application. */
@Timeout(180)
final class RulesFollowerIT {

  private final Topics topics = InMemorySchemaRegistry.topics();
  private final Queue<String> versions = new ConcurrentLinkedQueue<>();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

  @Test
  void aBadRecordChangesNothing_andTheNextGoodOneIsTaken() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      try (TopicAdmin admin =
          TopicAdmin.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.createMissing(TopicLayout.standard().withPartitions(1).topics(TopicNames.standard()));
      }
      try (KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(
                  Map.of("bootstrap.servers", broker.bootstrapServers()),
                  new ByteArraySerializer(),
                  new ByteArraySerializer());
          AnalyticsApplication application =
              new AnalyticsApplication(
                  AnalyticsConfig.of(
                      "rules-followed", broker.bootstrapServers(), Guarantee.AT_LEAST_ONCE),
                  topics,
                  listener())) {
        String first = apply(producer, "rules: {anybody: {when: presence}}");
        application.start();
        assertThat(versions).containsExactly(first);
        assertThat(application.health().isAssigned()).isTrue();
        await(() -> application.health().brokersAnswer());

        send(producer, "no Avro".getBytes(StandardCharsets.UTF_8));
        await(() -> refusals.size() == 1);
        apply(producer, "rules: {anybody: {when: presence, zone: nowhere}}");
        await(() -> refusals.size() == 2);
        assertThat(versions).containsExactly(first);
        assertThat(refusals.toArray()[1].toString()).contains("nowhere");

        String second = apply(producer, "rules: {somebody: {when: presence}}");
        await(() -> versions.size() == 2);
        assertThat(versions).containsExactly(first, second);

        send(producer, "rules." + first, null); // forgets what was replaced long ago
        send(producer, "rule", null);
        await(() -> refusals.size() == 3);
        assertThat(refusals.toArray()[2].toString())
            .contains("has the key \"rule\"; rules are in force under \"rules\"");
        assertThat(versions).containsExactly(first, second);

        send(producer, null);
        await(() -> versions.size() == 3);
        assertThat(versions).containsExactly(first, second, "");
        assertThat(refusals).hasSize(3);
        assertThat(application.isHealthy()).isTrue();
      }
    }
  }

  private AnalyticsListener listener() {
    return new AnalyticsListener() {
      @Override
      public void rulesInForce(String version) {
        versions.add(version);
      }

      @Override
      public void rulesRefused(String reason) {
        refusals.add(reason);
      }
    };
  }

  private String apply(KafkaProducer<byte[], byte[]> producer, String yaml) throws Exception {
    Topic<RuleSet> topic = topics.of(TopicKind.RULES);
    RuleSet rules = RuleSet.of(yaml, Instant.now(), "test");
    send(producer, topic.valueSerde().serializer().serialize(topic.name(), rules));
    return rules.version();
  }

  private void send(KafkaProducer<byte[], byte[]> producer, byte @Nullable [] value)
      throws Exception {
    send(producer, RuleSet.KEY, value);
  }

  private void send(KafkaProducer<byte[], byte[]> producer, String key, byte @Nullable [] value)
      throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                topics.of(TopicKind.RULES).name(), key.getBytes(StandardCharsets.UTF_8), value))
        .get();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited a minute").isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
