package io.paastreams.analytics;

import io.paastreams.cluster.KafkaClient;
import io.paastreams.cluster.RulesTopic;
import io.paastreams.event.RegistryException;
import io.paastreams.event.RuleSet;
import io.paastreams.event.Topic;
import io.paastreams.rules.RuleFile;
import io.paastreams.rules.RuleFinding;
import io.paastreams.rules.Rules;
import io.paastreams.streams.ApplicationSettings;
import io.paastreams.streams.ApplicationStartException;
import io.paastreams.text.LogThrottle;
import io.paastreams.text.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link RulesInForce} up to date with the latest record of the rules topic. It has a
 * consumer of its own without a group, because every instance needs all rules, whatever cameras it
 * has.
 *
 * <p>Threading: {@link #readToEnd} runs on the thread that starts the application; then a thread of
 * its own runs until {@link #close}.
 */
final class RulesFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RulesFollower.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PAUSE_MILLIS = 1000;
  private static final long CLOSE_MILLIS = 2000;

  private final Consumer<byte[], byte[]> consumer;
  private final Topic<RuleSet> topic;
  private final RulesInForce inForce;
  private final LogThrottle<Class<?>> throttle = new LogThrottle<>(System::nanoTime);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::followUntilClosed, "rules-follower");

  RulesFollower(Consumer<byte[], byte[]> consumer, Topic<RuleSet> topic, RulesInForce inForce) {
    this.consumer = consumer;
    this.topic = topic;
    this.inForce = inForce;
    thread.setDaemon(true);
  }

  static RulesFollower connect(
      ApplicationSettings settings, Topic<RuleSet> topic, RulesInForce inForce) {
    return new RulesFollower(
        new KafkaConsumer<>(
            KafkaClient.withoutGroup(settings.bootstrapServers(), settings.kafka(), Map.of()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer()),
        topic,
        inForce);
  }

  /**
   * Reads the rules that are in force now.
   *
   * @throws ApplicationStartException if that takes too long
   */
  void readToEnd(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name(), timeout).stream()
            .map(each -> new TopicPartition(topic.name(), each.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > deadline) {
        throw new ApplicationStartException(
            "the rules topic %s was not read to its end within %d s"
                .formatted(topic.name(), timeout.toSeconds()));
      }
      poll();
    }
  }

  /** Follows the topic from here on. */
  RulesFollower start() {
    thread.start();
    return this;
  }

  private void followUntilClosed() {
    try (consumer) {
      while (closed.getCount() > 0) {
        try {
          poll();
        } catch (WakeupException e) {
          return;
        } catch (KafkaException e) {
          if (throttle.next(e.getClass()) >= 0) {
            LOG.warn(
                "The rules topic {} cannot be read at present: {}", topic.name(), e.toString());
          }
          pause();
        }
      }
    }
  }

  private void poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      try {
        take(record);
      } catch (RegistryException e) { // the record is not at fault
        consumer.seek(new TopicPartition(record.topic(), record.partition()), record.offset());
        LOG.warn("New rules wait for the schema registry: {}", e.getMessage());
        pause();
        return;
      }
    }
  }

  private void pause() {
    try {
      boolean unused = closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    String key = RulesTopic.keyOf(record);
    if (RuleSet.isPrevious(key)) {
      return;
    }
    if (!key.equals(RuleSet.KEY)) {
      inForce.refuse(
          "the record at offset %d of topic %s has the key \"%s\"; rules are in force under \"%s\""
              .formatted(record.offset(), topic.name(), Printable.line(key, 60), RuleSet.KEY));
      return;
    }
    @Nullable RuleSet set;
    try {
      set =
          topic
              .valueSerde()
              .deserializer()
              .deserialize(topic.name(), record.headers(), record.value());
    } catch (RegistryException e) {
      throw e;
    } catch (RuntimeException e) { // a user's Serde class may throw anything
      inForce.refuse(
          "the record at offset %d of topic %s does not contain rules: %s"
              .formatted(record.offset(), topic.name(), e.getMessage()));
      return;
    }
    if (set == null) {
      inForce.replace(Rules.NONE);
      return;
    }
    RuleFile.Parsed parsed = RuleFile.parse(set.yaml());
    Rules rules = parsed.rules();
    if (rules == null) {
      inForce.refuse(
          "version %s: %s"
              .formatted(
                  set.version(),
                  parsed.errors().stream()
                      .map(RuleFinding::toString)
                      .collect(Collectors.joining("; "))));
    } else {
      inForce.replace(rules);
    }
  }

  /** Stops and waits briefly for the thread to end. */
  @Override
  public void close() {
    closed.countDown();
    if (!thread.isAlive()) {
      consumer.close();
      return;
    }
    consumer.wakeup();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
