package io.paastreams.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.cluster.TopicAdmin;
import io.paastreams.devkit.ByteClients;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command prints and refuses; what it puts back is shown by DeadLetterReplayIT. */
class ReplayCommandIT {

  private static final TopicNames TOPICS = TopicNames.standard();

  @TempDir private Path folder;

  @Test
  void deadLetters_areCountedThenReplayedThenDone() {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      String servers = "--bootstrap-servers=" + broker.bootstrapServers();
      CommandRun tooEarly = CommandRun.of("replay", servers);
      assertThat(tooEarly.status()).isEqualTo(1);
      assertThat(tooEarly.err()).contains("there is no topic frames.dlq.v1", "--from");

      fill(broker.bootstrapServers());
      CommandRun dry = CommandRun.of("replay", servers, "--dry-run", "--since=1h");
      assertThat(dry.status()).as(dry.err()).isZero();
      assertThat(dry.out())
          .contains("Would replay 3 dead letters of frames.dlq.v1 to frames.v1")
          .containsPattern("model-failed +2")
          .containsPattern("picture-truncated +1");

      CommandRun some = CommandRun.of("replay", servers, "--reason=model-failed", "--limit=1");
      assertThat(some.out())
          .contains("Replayed 1 dead letters of frames.dlq.v1 to frames.v1, up to the limit");
      CommandRun rest = CommandRun.of("replay", servers, "--at-least-once");
      assertThat(rest.status()).as(rest.err()).isZero();
      assertThat(rest.out())
          .contains("Replayed 2 dead letters")
          .contains("1 were replayed by an earlier run");
      assertThat(CommandRun.of("replay", servers).out()).contains("Replayed 0 dead letters");
    }
  }

  @Test
  void wrongOptions_areNamedWithTheirRemedy() {
    assertThat(CommandRun.of("replay").err()).contains("kafka.bootstrap.servers: is not set");
    assertThat(CommandRun.of("replay", "--since=yesterday").err())
        .contains("'yesterday' is not a time: write 2026-03-01T12:00:00Z, or 2h");
    assertThat(CommandRun.of("replay", "--bootstrap-servers=x:1", "--limit=0").err())
        .contains("the limit must be at least 1");
    assertThat(CommandRun.of("replay", "--bootstrap-servers=x:1", "--to=frames.dlq.v1").err())
        .contains("choose another --to");
  }

  @Test
  void deadBroker_isNamedOnce_withoutTheClientsWarnings() throws Exception {
    try (JarProcess replay =
        JarProcess.start(folder, "replay", "--bootstrap-servers=127.0.0.1:1")) {
      assertThat(replay.awaitExit()).isEqualTo(1);
      assertThat(replay.output().lines())
          .singleElement()
          .asString()
          .startsWith("error: no Kafka broker answers at 127.0.0.1:1: start one, or set");
    }
  }

  private static void fill(String bootstrapServers) {
    try (TopicAdmin admin = TopicAdmin.connect(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createMissing(TopicLayout.standard().withPartitions(2).topics(TOPICS));
    }
    try (var producer = ByteClients.producer(bootstrapServers)) {
      for (String reason : new String[] {"model-failed", "picture-truncated", "model-failed"}) {
        var letter =
            new ProducerRecord<>(
                TOPICS.of(TopicKind.DEAD_LETTERS), "gate".getBytes(UTF_8), new byte[9]);
        letter.headers().add("paa.failure", reason.getBytes(UTF_8));
        var unused = producer.send(letter);
      }
    }
  }
}
