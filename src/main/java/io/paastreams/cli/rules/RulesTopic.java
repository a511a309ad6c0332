package io.paastreams.cli.rules;

import io.paastreams.cluster.BootstrapServers;
import io.paastreams.cluster.KafkaClient;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.cluster.TopicState;
import io.paastreams.config.ClusterConfig;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.RuleSet;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicSpec;
import io.paastreams.event.TopicUse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic that rules are applied by.
 *
 * <p>Threading: one thread.
 */
public final class RulesTopic {

  private static final Duration POLL = Duration.ofMillis(500);

  private final ClusterConfig cluster;
  private final EventSerdes serdes;
  private final String name;

  public RulesTopic(ClusterConfig cluster, EventSerdes serdes) {
    this.cluster = cluster;
    this.serdes = serdes;
    this.name = cluster.topics().of(TopicKind.RULES);
  }

  /**
   * The rules that are in force; null if none ever were.
   *
   * @throws IllegalStateException with the remedy, if they cannot be read
   */
  public @Nullable RuleSet read() {
    requireTopic();
    Map<String, Object> settings = DetectionsSince.consumer(cluster);
    ConsumerRecord<byte[], byte[]> last = null;
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(name, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          last = record;
        }
      }
      return last == null || last.value() == null
          ? null
          : serdes
              .of(TopicKind.RULES)
              .deserializer()
              .deserialize(name, last.headers(), last.value());
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "the rules of topic %s cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Puts rules in force.
   *
   * @throws IllegalStateException with the remedy, if they cannot be written
   */
  public void write(RuleSet rules) {
    requireTopic();
    serdes.prepare(cluster.topics().only(List.of(TopicUse.writes(TopicKind.RULES))));
    Map<String, Object> settings =
        KafkaClient.PRODUCER.settings(cluster.bootstrapServers(), cluster.kafka(), Map.of());
    settings.remove("transactional.id");
    try (KafkaProducer<String, RuleSet> producer =
        new KafkaProducer<>(
            settings, new StringSerializer(), serdes.of(TopicKind.RULES).serializer())) {
      producer.send(new ProducerRecord<>(name, RuleSet.KEY, rules)).get();
    } catch (ExecutionException | KafkaException e) {
      Throwable reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new IllegalStateException(
          "the rules cannot be written to topic %s: %s".formatted(name, reason.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; start again to apply the rules", e);
    }
  }

  private void requireTopic() {
    BootstrapServers.requireListener(cluster.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.connect(cluster.bootstrapServers(), cluster.kafka())) {
      TopicState state = admin.states(List.of(name)).get(0);
      if (!state.isThere()) {
        TopicSpec spec =
            cluster
                .layout()
                .topics(cluster.topics().only(List.of(TopicUse.writes(TopicKind.RULES))))
                .get(0);
        throw new IllegalStateException(
            "there is no topic %s, or it is not ours to see; start analytics with --create-topics, or: %s"
                .formatted(name, spec.createCommand(cluster.bootstrapServers())));
      }
    }
  }
}
