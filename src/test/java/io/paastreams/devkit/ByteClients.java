package io.paastreams.devkit;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients that are independent of the pipeline. */
public final class ByteClients {

  private ByteClients() {}

  /**
   * A producer that keeps the order, also on a new topic. With more than one request in flight, a
   * new topic's partition may reject the first batch of a producer and accept the second, because
   * its leader starts between the two; the broker accepts any first sequence number, and the first
   * batch then stays out of sequence.
   */
  public static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "linger.ms",
            2,
            "max.in.flight.requests.per.connection",
            1),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** A reader of committed records, at the beginning of these topics, without a group. */
  public static KafkaConsumer<byte[], byte[]> reader(
      String bootstrapServers, int partitions, String... topics) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        Stream.of(topics)
            .flatMap(
                topic ->
                    IntStream.range(0, partitions)
                        .mapToObj(number -> new TopicPartition(topic, number)))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    return consumer;
  }
}
