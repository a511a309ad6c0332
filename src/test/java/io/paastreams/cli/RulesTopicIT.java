package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.cli.rules.DetectionLines;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.StandInRegistry;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules applied on a cluster, and tried on its detections. */
class RulesTopicIT {

  private static final String EXAMPLE = "src/site/resources/rules/";
  private static final TopicNames TOPICS = TopicNames.standard();

  @TempDir private Path folder;

  @Test
  void rules_areAppliedShownAndTried() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        StandInRegistry registry = StandInRegistry.open()) {
      String servers = "--bootstrap-servers=" + broker.bootstrapServers();
      String schemas = "--registry=" + registry.url();

      CommandRun tooEarly = CommandRun.of("rules", "show", servers, schemas);
      assertThat(tooEarly.status()).isEqualTo(1);
      assertThat(tooEarly.err())
          .contains("there is no topic rules.v1")
          .contains("--create --topic rules.v1 --partitions 1");
      createTopics(broker.bootstrapServers());
      assertThat(CommandRun.of("rules", "show", servers, schemas).err())
          .contains("no rules are in force: apply some with rules apply FILE");

      Path bad = Files.writeString(folder.resolve("bad.yaml"), "rules: {dark: {when: night}}");
      assertThat(CommandRun.of("rules", "apply", bad.toString(), servers, schemas).status())
          .isEqualTo(1);
      Path first = Files.writeString(folder.resolve("first.yaml"), "rules: {}");
      CommandRun applied = CommandRun.of("rules", "apply", first.toString(), servers, schemas);
      assertThat(applied.err()).isEmpty();
      assertThat(applied.out()).isEqualTo("Version bd9ca5663c53 is in force.\n");
      String rules = EXAMPLE + "rules.yaml";
      assertThat(CommandRun.of("rules", "apply", rules, servers, schemas).status()).isZero();

      CommandRun shown = CommandRun.of("rules", "show", servers, schemas);
      assertThat(shown.out()).startsWith("# version 9ce69a12d686, applied 20").contains("cooldown");
      assertThat(CommandRun.of("rules", "show", "--raw", servers, schemas).out())
          .isEqualTo(Files.readString(Path.of(rules)));

      publish(broker.bootstrapServers(), registry.url());
      CommandRun trial = CommandRun.of("rules", "try", rules, "--since=1h", servers, schemas);
      assertThat(trial.status()).as(trial.err()).isZero();
      assertThat(trial.out())
          .isEqualTo(
              CommandRun.of("rules", "try", rules, "--detections", EXAMPLE + "detections.jsonl")
                  .out());
      assertThat(
              CommandRun.of("rules", "try", rules, "--since=1h", "--camera=none", servers, schemas)
                  .out())
          .isEmpty();
    }
  }

  private static void createTopics(String bootstrapServers) {
    try (TopicAdmin admin = TopicAdmin.connect(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createMissing(TopicLayout.standard().withPartitions(2).topics(TOPICS));
    }
  }

  private static void publish(String bootstrapServers, String registry) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(EXAMPLE + "detections.jsonl"));
    DetectionLines reader = new DetectionLines(EXAMPLE + "detections.jsonl");
    try (EventSerdes serdes =
            EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at(registry)));
        KafkaProducer<String, DetectedFrame> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                serdes.of(TopicKind.DETECTIONS).serializer())) {
      for (int i = 0; i < lines.size(); i++) {
        DetectedFrame frame = reader.parse(lines.get(i), i + 1L);
        var unused =
            producer.send(
                new ProducerRecord<>(TOPICS.of(TopicKind.DETECTIONS), frame.cameraId(), frame));
      }
    }
  }
}
