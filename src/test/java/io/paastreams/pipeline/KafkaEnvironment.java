package io.paastreams.pipeline;

import io.paastreams.devkit.EmbeddedBroker;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A Kafka cluster for tests, however it is run. */
interface KafkaEnvironment extends AutoCloseable {

  String bootstrapServers();

  @Override
  void close();

  /** In this JVM. */
  static KafkaEnvironment embedded() {
    EmbeddedBroker broker = EmbeddedBroker.start();
    return new KafkaEnvironment() {
      @Override
      public String bootstrapServers() {
        return broker.bootstrapServers();
      }

      @Override
      public void close() {
        broker.close();
      }
    };
  }

  default Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
  }

  default void createTopics(int partitions, Map<String, String> settings, String... names) {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              Stream.of(names)
                  .map(name -> new NewTopic(name, partitions, (short) 1).configs(settings))
                  .toList())
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
