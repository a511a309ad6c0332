package io.paastreams.analytics;

import io.paastreams.cluster.KafkaClient;
import io.paastreams.event.RuleSet;
import io.paastreams.event.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The compacted topic whose latest record holds the rules in force.
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
   * Puts rules in force; every instance follows by itself.
   *
   * @throws IllegalStateException if the brokers do not take them
   */
  public void apply(RuleSet rules) {
    Headers headers = new RecordHeaders();
    byte[] key = topic.keySerde().serializer().serialize(topic.name(), headers, RuleSet.KEY);
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), headers, rules);
    Map<String, Object> settings =
        KafkaClient.PRODUCER.settings(
            bootstrapServers,
            kafka,
            Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000));
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic.name(), null, key, value, headers))
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "the rules were not written to topic %s: %s".formatted(topic.name(), cause.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the rules were written", e);
    }
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
   * The latest record; empty if there is none, or it takes the rules away.
   *
   * @throws IllegalStateException if the topic is not there or is not read in time
   */
  public Optional<RuleSet> latest() {
    try (Consumer<byte[], byte[]> consumer = consumer(bootstrapServers, kafka)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name(), TIMEOUT).stream()
              .map(each -> new TopicPartition(topic.name(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      @Nullable RuleSet latest = null;
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "topic %s was not read within %d s".formatted(topic.name(), TIMEOUT.toSeconds()));
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          latest =
              topic
                  .valueSerde()
                  .deserializer()
                  .deserialize(topic.name(), record.headers(), record.value());
        }
      }
      return Optional.ofNullable(latest);
    }
  }

  /** A consumer without a group: whoever reads rules needs all of them. */
  static Consumer<byte[], byte[]> consumer(String bootstrapServers, Map<String, String> kafka) {
    Map<String, Object> settings =
        new HashMap<>(KafkaClient.CONSUMER.settings(bootstrapServers, kafka, Map.of()));
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
