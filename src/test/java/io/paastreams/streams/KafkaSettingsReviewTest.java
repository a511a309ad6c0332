package io.paastreams.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.setting.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaSettingsReviewTest {

  @ParameterizedTest
  @CsvSource({
    "max.poll.record, max.poll.records",
    "session.timeout, session.timeout.ms",
    "maxPollRecords, max.poll.records",
    "max_poll_records, max.poll.records",
    "max.records.poll, max.poll.records",
    "producer.linger, producer.linger.ms",
    "main.consumer.fetch.max.byte, main.consumer.fetch.max.bytes",
    "producer.compresion.type, producer.compression.type",
    "sasl.mechanisms, sasl.mechanism",
    "security.protcol, security.protocol",
    "ssl.truststore.pasword, ssl.truststore.password",
    "num.standby.replica, num.standby.replicas",
    "consumers.max.poll.records, consumer.max.poll.records",
  })
  void aMisspeltName_isAFaultWithASuggestion(String written, String meant) {
    assertThat(KafkaSettingsReview.of(Map.of(written, "Planted-Secret")).faults())
        .extracting(Fault::toString)
        .containsExactly(
            "kafka." + written + ": no Kafka client has it; did you mean kafka." + meant + "?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acks | none | must be all or -1: a record that not all in-sync replicas have may be lost with"
            + " a broker after its frame was committed",
        "producer.linger.ms | soon | must be a whole number",
        "max.poll.records | 0 | must be at least 1",
        "consumer.auto.offset.reset | first | Invalid value `first` for configuration"
            + " auto.offset.reset. The value must be either 'earliest', 'latest', 'none' or of the"
            + " format 'by_duration:<PnDTnHnMn.nS.>'.",
        "compression.type | zip | must be one of: none, gzip, snappy, lz4, zstd",
        "group.protocol | consumer | must be one of (case insensitive): STREAMS, CLASSIC",
        "security.protocol | TLS | must be one of (case insensitive): SASL_SSL, PLAINTEXT, SSL, SASL_PLAINTEXT",
        "check.crcs | maybe | must be true or false",
        "interceptor.classes | com.example.Absent | class com.example.Absent is not on the class path",
        "default.client.supplier | com.example.Absent | Class com.example.Absent could not be found.",
      })
  void anImpossibleValue_isAFaultWithWhatIsAllowed(String key, String value, String reason) {
    assertThat(KafkaSettingsReview.of(Map.of(key, value)).faults())
        .singleElement()
        .asString()
        .isEqualTo("kafka." + key + " = " + value + ": " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "consumer.linger.ms | is a setting of producers: write kafka.linger.ms",
        "producer.session.timeout.ms | is a setting of consumers: write kafka.session.timeout.ms",
        "admin.num.standby.replicas | is a setting of Kafka Streams itself: write"
            + " kafka.num.standby.replicas",
        "sasl.password | is a name of librdkafka; Java's clients have sasl.jaas.config",
        "producer.queue.buffering.max.ms | is a name of librdkafka; Java's clients have"
            + " producer.linger.ms",
      })
  void aNameInTheWrongPlace_isAFaultThatSaysWhereItBelongs(String key, String reason) {
    assertThat(KafkaSettingsReview.of(Map.of(key, "5")).faults())
        .extracting(Fault::toString)
        .containsExactly("kafka." + key + ": " + reason);
  }

  @Test
  void aNameThatNothingResembles_isPassedOnWithAWarning() {
    KafkaSettingsReview review = KafkaSettingsReview.of(Map.of("acme.tracing.endpoint", "x"));

    assertThat(review.faults()).isEmpty();
    assertThat(review.warnings())
        .singleElement()
        .asString()
        .startsWith("kafka.acme.tracing.endpoint: no Kafka client has it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sasl.login.callback.handler.class", "ssl.engine.factory.class"})
  void theSettingsOfAClassThatTheUserPlugsIn_areNobodyElsesBusiness(String pluggedIn) {
    Map<String, String> kafka =
        Map.of("acme.tracing.endpoint", "x", pluggedIn, String.class.getName());

    assertThat(KafkaSettingsReview.of(kafka))
        .isEqualTo(new KafkaSettingsReview(List.of(), List.of()));
  }

  @Test
  void secrets_areNotRepeated() {
    Map<String, String> kafka =
        Map.of("sasl.jass.config", "Planted-Secret", "ssl.key.pasword", "Planted-Secret");

    assertThat(KafkaSettingsReview.of(kafka).faults())
        .hasSize(2)
        .noneMatch(fault -> fault.toString().contains("Planted-Secret"));
  }

  @Test
  void references_ofKafkasOwnProviders_areTheirs() {
    Map<String, String> kafka =
        Map.of("config.providers", "vault", "max.poll.records", "${vault:polls}");

    assertThat(KafkaSettingsReview.of(kafka).faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "enable.idempotence, false",
    "producer.acks, 1",
    "acks, 0",
    "enable.auto.commit, true",
    "consumer.allow.auto.create.topics, true",
    "group.id, mine",
    "producer.transactional.id, mine",
    "partitioner.ignore.keys, true",
    "partitioner.class, org.apache.kafka.clients.producer.RoundRobinPartitioner",
    "partition.assignment.strategy, org.apache.kafka.clients.consumer.RangeAssignor",
    "value.serializer, org.apache.kafka.common.serialization.StringSerializer",
  })
  void whatWouldBreakDeliveryOrOrder_isRefusedWithTheReason(String key, String value) {
    assertThat(KafkaSettingsReview.of(Map.of(key, value)).faults())
        .singleElement()
        .asString()
        .startsWith("kafka." + key + " = " + value + ": ");
  }

  @ParameterizedTest
  @CsvSource({
    "enable.idempotence, true",
    "acks, all",
    "acks, -1",
    "enable.auto.commit, false",
    "session.timeout.ms, 30000",
    "topic.retention.ms, 1000",
    "main.consumer.group.instance.id, gate",
    "client.id, mine",
  })
  void whatIsFine_isFine(String key, String value) {
    assertThat(KafkaSettingsReview.of(Map.of(key, value)).faults()).isEmpty();
  }
}
