package io.paastreams.pipeline;

import io.paastreams.devkit.ByteClients;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the topics of a scenario as a committed reader on a thread of its own until it is closed.
 */
final class LedgerReader implements AutoCloseable {

  private final Thread thread;
  private volatile boolean stopped;

  private LedgerReader(
      Scenario scenario, Consumer<ConsumerRecord<byte[], byte[]>> records, String... topics) {
    thread = new Thread(() -> run(scenario, records, topics), "ledger");
  }

  static LedgerReader start(
      Scenario scenario, Consumer<ConsumerRecord<byte[], byte[]>> records, String... topics) {
    LedgerReader reader = new LedgerReader(scenario, records, topics);
    reader.thread.start();
    return reader;
  }

  private void run(
      Scenario scenario, Consumer<ConsumerRecord<byte[], byte[]>> records, String... topics) {
    try (var consumer =
        ByteClients.reader(scenario.bootstrapServers(), Scenario.PARTITIONS, topics)) {
      while (!stopped) {
        consumer.poll(Duration.ofMillis(50)).forEach(records);
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
