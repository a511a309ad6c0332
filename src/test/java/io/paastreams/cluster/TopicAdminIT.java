package io.paastreams.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicAdminIT {

  @RegisterExtension static final SharedBroker broker = new SharedBroker();

  @Test
  void missingTopics_areNamedWithTheCommandThatCreatesThem() {
    List<TopicSpec> wanted = topics("named");
    try (TopicAdmin admin = connect()) {
      assertThatThrownBy(() -> admin.require(wanted))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("named.frames")
          .hasMessageContaining("named.deadLetters")
          .hasMessageContaining("--create-topics")
          .hasMessageContaining(
              "kafka-topics.sh --bootstrap-server %s --create --topic named.frames --partitions 3"
                  .formatted(broker.bootstrapServers()))
          .hasMessageContaining("--config max.message.bytes=16777216");
    }
  }

  @Test
  void createsOnlyWhatIsMissing_withItsSettings() throws Exception {
    List<TopicSpec> wanted = topics("created");
    broker.createTopics(1, Map.of(), "created.skipped");
    try (TopicAdmin admin = connect()) {
      assertThat(admin.createMissing(wanted))
          .extracting(TopicSpec::name)
          .containsExactlyElementsOf(
              wanted.stream()
                  .map(TopicSpec::name)
                  .filter(name -> !name.equals("created.skipped"))
                  .toList());
      assertThat(admin.createMissing(wanted)).isEmpty();
      admin.require(wanted);
    }
    assertThat(setting("created.frames", "retention.ms")).isEqualTo("86400000");
    assertThat(setting("created.frames", "max.message.bytes")).isEqualTo("16777216");
    assertThat(setting("created.deadLetters", "max.message.bytes")).isEqualTo("17825792");
  }

  @Test
  void twoInstances_mayCreateAtTheSameTime() throws Exception {
    List<TopicSpec> wanted = topics("raced");
    try (TopicAdmin one = connect();
        TopicAdmin other = connect()) {
      Thread rival = new Thread(() -> other.createMissing(wanted));
      rival.start();
      one.createMissing(wanted);
      rival.join();

      assertThat(one.missing(wanted)).isEmpty();
    }
  }

  @Test
  void aTopicThatIsCreatedAMomentLater_isNotMissing() throws Exception {
    List<TopicSpec> wanted = topics("later");
    try (TopicAdmin one = connect();
        TopicAdmin other = connect()) {
      Thread creator =
          new Thread(
              () -> {
                LockSupport.parkNanos(300_000_000);
                other.createMissing(wanted);
              });
      assertThat(one.missing(wanted)).isEqualTo(wanted);
      creator.start();
      one.require(wanted);
      creator.join();
    }
  }

  @Test
  void withoutABroker_saysWhereItWasSought() {
    Map<String, Object> nobody =
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:1",
            "default.api.timeout.ms",
            1500,
            "request.timeout.ms",
            500);
    try (TopicAdmin admin = TopicAdmin.connect(nobody)) {
      assertThatThrownBy(() -> admin.missing(topics("nowhere")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:1")
          .hasMessageContaining("kafka.bootstrap.servers");
    }
  }

  @Test
  void anAddressThatIsNone_isRefused() {
    assertThatThrownBy(() -> TopicAdmin.connect(Map.of("bootstrap.servers", "no-port")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-port");
  }

  private static List<TopicSpec> topics(String prefix) {
    TopicNames names = TopicNames.named(kind -> prefix + "." + kind.id());
    return TopicLayout.standard().withPartitions(3).topics(names);
  }

  private static TopicAdmin connect() {
    return TopicAdmin.connect(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static String setting(String topic, String key) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin
          .describeConfigs(Set.of(resource))
          .values()
          .values()
          .iterator()
          .next()
          .get()
          .get(key)
          .value();
    }
  }
}
