package io.paastreams.cluster;

import io.paastreams.event.RuleSet;
import io.paastreams.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The compacted topic that holds the rules in force under {@link RuleSet#KEY}, and earlier ones
 * under keys of their own.
 *
 * <p>Threading: any thread; each call has a client of its own.
 */
public final class RulesTopic {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrapServers;
  private final Map<String, String> kafka;
  private final Topic<RuleSet> topic;

  /**
   * The topic on a cluster.
   *
   * @param kafka the user's settings for clients of any kind
   */
  public RulesTopic(String bootstrapServers, Map<String, String> kafka, Topic<RuleSet> topic) {
    this.bootstrapServers = bootstrapServers;
    this.kafka = Map.copyOf(kafka);
    this.topic = topic;
  }

  /**
   * Puts rules in force and returns when the brokers have them; every instance of analytics follows
   * by itself.
   *
   * @throws IllegalStateException if the brokers do not accept them within 30 seconds
   */
  public void apply(RuleSet rules) {
    apply(null, rules);
  }

  /**
   * Like {@link #apply(RuleSet)}, but writes the previous rules once more first, under a key of
   * their own, so that they survive compaction and can be restored.
   *
   * @param previous the rules in force until now; null if there are none
   */
  public void apply(@Nullable RuleSet previous, RuleSet rules) {
    Map<String, Object> settings =
        KafkaClient.PRODUCER.settings(
            bootstrapServers,
            kafka,
            Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000));
    settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      if (previous != null) {
        sent.add(producer.send(record(previous.keyAsPrevious(), previous)));
      }
      sent.add(producer.send(record(RuleSet.KEY, rules)));
      for (Future<?> each : sent) {
        each.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new IllegalStateException(
          "the rules cannot be written to topic %s: %s".formatted(topic.name(), cause.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the rules were written", e);
    }
  }

  /** The key of a record of the topic; empty if it has none. */
  public static String keyOf(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
  }

  private ProducerRecord<byte[], byte[]> record(String key, RuleSet rules) {
    byte[] keyBytes = topic.keySerde().serializer().serialize(topic.name(), key);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic.name(), 0, keyBytes, null);
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), record.headers(), rules);
    return new ProducerRecord<>(topic.name(), 0, keyBytes, value, record.headers());
  }

  /**
   * Puts rules in force unless the latest record holds the same text.
   *
   * @return whether anything was written
   */
  public boolean applyIfNew(RuleSet rules) {
    if (latest().map(RuleSet::version).filter(rules.version()::equals).isPresent()) {
      return false;
    }
    apply(rules);
    return true;
  }

  /**
   * The rules in force: the latest record under their key. Empty if there is none, or if it
   * withdraws the rules.
   *
   * @throws IllegalStateException if the topic does not exist or cannot be read within 30 seconds
   */
  public Optional<RuleSet> latest() {
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            KafkaClient.withoutGroup(bootstrapServers, kafka, Map.of()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return latest(consumer);
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "the rules of topic %s cannot be read: %s".formatted(topic.name(), e.getMessage()), e);
    }
  }

  private Optional<RuleSet> latest(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name(), TIMEOUT).stream()
            .map(each -> new TopicPartition(topic.name(), each.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    @Nullable ConsumerRecord<byte[], byte[]> last = null;
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "topic %s was not read within %d s".formatted(topic.name(), TIMEOUT.toSeconds()));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (RuleSet.KEY.equals(keyOf(record))) {
          last = record;
        }
      }
    }
    return last == null || last.value() == null
        ? Optional.empty()
        : Optional.of(
            topic
                .valueSerde()
                .deserializer()
                .deserialize(topic.name(), last.headers(), last.value()));
  }
}
