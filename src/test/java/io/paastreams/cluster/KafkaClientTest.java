package io.paastreams.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaClientTest {

  private static final Map<String, String> KAFKA =
      Map.ofEntries(
          Map.entry("request.timeout.ms", "11"),
          Map.entry("producer.request.timeout.ms", "22"),
          Map.entry("max.poll.records", "33"),
          Map.entry("main.consumer.max.poll.records", "44"),
          Map.entry("linger.ms", "55"),
          Map.entry("admin.retries", "66"),
          Map.entry("acme.endpoint", "77"),
          Map.entry("producer.acme.key", "88"));

  @Test
  void aPrefixedSetting_winsOverAPlainOne_andThatOverOurDefault() {
    Map<String, Object> defaults = Map.of("linger.ms", 0, "batch.size", 1, "request.timeout.ms", 2);

    assertThat(KafkaClient.PRODUCER.settings("b:1", KAFKA, defaults))
        .containsOnly(
            Map.entry("bootstrap.servers", "b:1"),
            Map.entry("request.timeout.ms", "22"),
            Map.entry("linger.ms", "55"),
            Map.entry("batch.size", 1),
            Map.entry("acme.endpoint", "77"),
            Map.entry("acme.key", "88"));
  }

  @Test
  void aClient_getsOnlyWhatFitsIt() {
    assertThat(KafkaClient.CONSUMER.settings("b:1", KAFKA, Map.of()))
        .containsEntry("max.poll.records", "33")
        .containsEntry("request.timeout.ms", "11")
        .doesNotContainKeys("linger.ms", "retries");
    assertThat(KafkaClient.ADMIN.settings("b:1", KAFKA, Map.of()))
        .containsEntry("retries", "66")
        .doesNotContainKeys("linger.ms", "max.poll.records");
  }

  @ParameterizedTest
  @ValueSource(strings = {"request.timeout.ms=30000", "admin.default.api.timeout.ms=2000"})
  void timeoutsOfAnAdminClient_followTheOneThatIsSet(String setting) {
    String[] keyAndValue = setting.split("=", 2);
    Map<String, String> kafka = Map.of(keyAndValue[0], keyAndValue[1]);

    assertThatCode(
            () ->
                AdminConnection.open(AdminConnection.properties("127.0.0.1:1", kafka))
                    .admin()
                    .close(java.time.Duration.ZERO))
        .doesNotThrowAnyException();
  }
}
