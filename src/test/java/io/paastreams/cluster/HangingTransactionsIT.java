package io.paastreams.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.cluster.HangingTransactions.Hanging;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.EmbeddedBrokerConfig;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a broker that trusts its producers, as older versions did. */
final class HangingTransactionsIT {

  private static final String TOPIC = "detections";

  /** The last version in which the partition is not added to the transaction implicitly. */
  private static final short PRODUCE_VERSION = 11;

  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() {
    broker =
        EmbeddedBroker.start(
            EmbeddedBrokerConfig.throwaway()
                .with("transaction.partition.verification.enable", "false"));
    broker.createTopics(2, TOPIC);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void transactionsThatAreUnderWayOrOver_doNotHang() {
    try (KafkaProducer<String, String> producer = producer("lively");
        HangingTransactions transactions = connect()) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, 0, "camera", "open"));
      producer.flush();
      assertThat(transactions.find(List.of(TOPIC))).isEmpty();
      producer.commitTransaction();
      assertThat(transactions.find(List.of(TOPIC))).isEmpty();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, 0, "camera", "aborted"));
      producer.abortTransaction();
      assertThat(transactions.find(List.of(TOPIC, "no-such-topic"))).isEmpty();
    }
  }

  @Test
  void aTransactionThatItsCoordinatorHasEnded_isFoundAndCanBeAborted() throws Exception {
    TransactionDescription ended = endedTransaction("forgetful");
    writeIntoEndedTransaction("forgetful", ended);
    try (HangingTransactions transactions = connect();
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      List<Hanging> found = transactions.find(List.of(TOPIC));
      assertThat(found)
          .singleElement()
          .satisfies(
              hanging -> {
                assertThat(hanging.partition().partition()).isEqualTo(1);
                assertThat(hanging.producerId()).isEqualTo(ended.producerId());
                assertThat(hanging.startOffset()).isZero();
                assertThat(hanging.abortCommand("host:9092"))
                    .isEqualTo(
                        "kafka-transactions.sh --bootstrap-server host:9092 abort"
                            + " --topic detections --partition 1 --start-offset 0");
              });
      Hanging hanging = found.get(0);
      admin
          .abortTransaction(
              new AbortTransactionSpec(
                  hanging.partition(),
                  hanging.producerId(),
                  (short) hanging.producerEpoch(),
                  hanging.coordinatorEpoch()))
          .all()
          .get();
      assertThat(transactions.find(List.of(TOPIC))).isEmpty();
    }
  }

  private static TransactionDescription endedTransaction(String id) throws Exception {
    try (KafkaProducer<String, String> producer = producer(id);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, 0, "camera", "committed"));
      producer.commitTransaction();
      return admin.describeTransactions(List.of(id)).description(id).get();
    }
  }

  /** No client does this, so it needs a hand-made request. */
  private static void writeIntoEndedTransaction(String id, TransactionDescription ended)
      throws Exception {
    MemoryRecords records =
        MemoryRecords.withTransactionalRecords(
            Compression.NONE,
            ended.producerId(),
            (short) ended.producerEpoch(),
            0,
            new SimpleRecord("late".getBytes(StandardCharsets.UTF_8)));
    ProduceRequest request =
        new ProduceRequest(
            new ProduceRequestData()
                .setTransactionalId(id)
                .setAcks((short) -1)
                .setTimeoutMs(10_000)
                .setTopicData(
                    new TopicProduceDataCollection(
                        List.of(
                                new TopicProduceData()
                                    .setName(TOPIC)
                                    .setPartitionData(
                                        List.of(
                                            new PartitionProduceData()
                                                .setIndex(1)
                                                .setRecords(records))))
                            .iterator())),
            PRODUCE_VERSION);
    ByteBuffer bytes =
        request.serializeWithHeader(new RequestHeader(ApiKeys.PRODUCE, PRODUCE_VERSION, "test", 1));
    String[] address = broker.bootstrapServers().split(":");
    try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(bytes.remaining());
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      out.flush();
      assertThat(new DataInputStream(socket.getInputStream()).readInt()).isPositive();
    }
  }

  private static KafkaProducer<String, String> producer(String id) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
        new StringSerializer(),
        new StringSerializer());
  }

  private static HangingTransactions connect() {
    return HangingTransactions.connect(broker.bootstrapServers(), Map.of());
  }
}
