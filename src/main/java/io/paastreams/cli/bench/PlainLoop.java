package io.paastreams.cli.bench;

import io.paastreams.streams.Guarantee;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The minimum work that provides the same guarantee without Kafka Streams: read a record, write one
 * of the same size as the pipeline's, and commit as often as the pipeline does.
 *
 * <p>Threading: runs on threads of its own from the constructor to {@link #close}.
 */
final class PlainLoop implements AutoCloseable {

  private final String bootstrapServers;
  private final String from;
  private final String to;
  private final Guarantee guarantee;
  private final Duration commitInterval;
  private final Map<String, Object> consumerSettings;
  private final byte[] value;
  private final List<Worker> workers;

  /**
   * Starts the loop.
   *
   * @param commitInterval the pipeline's commit interval
   * @param consumerSettings settings that replace Kafka's defaults
   * @param valueBytes the size of each written value
   * @param threads the number of threads, each with a consumer and a producer like the pipeline's
   */
  PlainLoop(
      String bootstrapServers,
      String from,
      String to,
      Guarantee guarantee,
      Duration commitInterval,
      Map<String, Object> consumerSettings,
      int valueBytes,
      int threads) {
    this.bootstrapServers = bootstrapServers;
    this.from = from;
    this.to = to;
    this.guarantee = guarantee;
    this.commitInterval = commitInterval;
    this.consumerSettings = Map.copyOf(consumerSettings);
    this.value = new byte[valueBytes];
    this.workers = IntStream.range(0, threads).mapToObj(Worker::new).toList();
    workers.forEach(worker -> worker.thread.start());
  }

  @Override
  public void close() {
    workers.forEach(Worker::stop);
  }

  private final class Worker {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;

    Worker(int number) {
      Map<String, Object> reading = new HashMap<>(consumerSettings);
      reading.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
      reading.put(ConsumerConfig.GROUP_ID_CONFIG, "bench-plain-" + to);
      reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
      reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      consumer =
          new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      Map<String, Object> writing = new HashMap<>();
      writing.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
      writing.put(ProducerConfig.LINGER_MS_CONFIG, 5);
      if (guarantee == Guarantee.EXACTLY_ONCE) {
        writing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench-plain-" + to + "-" + number);
      }
      producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
      thread = new Thread(this::run, "bench-plain-" + number);
    }

    private void run() {
      boolean transactions = guarantee == Guarantee.EXACTLY_ONCE;
      try (consumer;
          producer) {
        consumer.subscribe(List.of(from));
        if (transactions) {
          producer.initTransactions();
        }
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        long committed = System.nanoTime();
        while (true) {
          ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(5));
          // Not before there is a record, because closing a producer with an empty transaction
          // takes 30 s.
          if (transactions && done.isEmpty() && !records.isEmpty()) {
            producer.beginTransaction();
          }
          for (ConsumerRecord<byte[], byte[]> record : records) {
            producer.send(new ProducerRecord<>(to, record.key(), value));
            done.put(
                new TopicPartition(record.topic(), record.partition()),
                new OffsetAndMetadata(record.offset() + 1));
          }
          if (System.nanoTime() - committed >= commitInterval.toNanos() && !done.isEmpty()) {
            commit(transactions, done);
            done.clear();
            committed = System.nanoTime();
          }
        }
      } catch (WakeupException closing) {
        // ends
      }
    }

    private void commit(boolean transactions, Map<TopicPartition, OffsetAndMetadata> done) {
      if (transactions) {
        producer.sendOffsetsToTransaction(done, consumer.groupMetadata());
        producer.commitTransaction();
      } else {
        producer.flush();
        consumer.commitSync(done);
      }
    }

    void stop() {
      consumer.wakeup();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
