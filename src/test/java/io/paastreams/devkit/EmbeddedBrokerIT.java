package io.paastreams.devkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  @Test
  void aFrameOfManyMegabytes_isCarried() throws Exception {
    byte[] frame = new byte[20 * 1024 * 1024];
    frame[frame.length - 1] = 7;
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      broker.createTopics(1, "frames");
      produce(broker, frame);

      assertThat(consume(broker)).isEqualTo(frame);
    }
  }

  @Test
  void aTopicThatNobodyAskedFor_isNotCreated() {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      assertThatThrownBy(() -> admin.describeTopics(List.of("no.such")).allTopicNames().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  @Test
  void aGivenDataFolder_outlivesTheBroker(@TempDir Path dir) throws Exception {
    EmbeddedBrokerConfig config =
        EmbeddedBrokerConfig.onPort(Loopback.freePort().number()).keepingDataIn(dir);
    try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
      assertThat(broker.bootstrapServers()).endsWith(":" + config.port());
      broker.createTopics(1, "frames");
      produce(broker, new byte[] {42});
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
      assertThat(consume(broker)).containsExactly(42);
    }
  }

  @Test
  void aFolderThatAnotherBrokerUses_isLeftAlone(@TempDir Path dir) throws Exception {
    EmbeddedBrokerConfig config = EmbeddedBrokerConfig.throwaway().keepingDataIn(dir);
    try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
      assertThatThrownBy(() -> EmbeddedBroker.start(config))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another broker uses " + dir);
      broker.createTopics(1, "frames");
      assertThat(topics(broker)).contains("frames");
    }
  }

  @Test
  void aFolderThatCannotBe_isNamed(@TempDir Path dir) throws Exception {
    Path notAFolder = Files.writeString(dir.resolve("file"), "").resolve("below");

    assertThatThrownBy(
            () -> EmbeddedBroker.start(EmbeddedBrokerConfig.throwaway().keepingDataIn(notAFolder)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot write to " + notAFolder);
  }

  @Test
  void twoBrokers_runSideBySide() throws Exception {
    try (EmbeddedBroker one = EmbeddedBroker.start();
        EmbeddedBroker other = EmbeddedBroker.start()) {
      one.createTopics(1, "only-here");

      assertThat(topics(one)).contains("only-here");
      assertThat(topics(other)).doesNotContain("only-here");
    }
  }

  @Test
  void aTakenPort_isNamedTogetherWithTheRemedy() throws Exception {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName(Loopback.HOST))) {
      EmbeddedBrokerConfig config = EmbeddedBrokerConfig.onPort(holder.getLocalPort());

      assertThatThrownBy(() -> EmbeddedBroker.start(config))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(Integer.toString(holder.getLocalPort()))
          .hasMessageContaining("choose another port");
    }
  }

  private static Set<String> topics(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin.listTopics().names().get();
    }
  }

  private static void produce(EmbeddedBroker broker, byte[] value) throws Exception {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "max.request.size",
            EmbeddedBroker.MAX_MESSAGE_BYTES);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("frames", value)).get();
    }
  }

  private static byte[] consume(EmbeddedBroker broker) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    TopicPartition frames = new TopicPartition("frames", 0);
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(frames));
      consumer.seekToBeginning(List.of(frames));
      return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
    }
  }
}
