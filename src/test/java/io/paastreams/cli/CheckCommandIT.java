package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.StandInRegistry;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.TopicSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} finds, and that {@code run} obeys it. */
@Timeout(90)
class CheckCommandIT {

  private static EmbeddedBroker broker;
  private static StandInRegistry registry;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start();
    registry = StandInRegistry.open();
  }

  @AfterAll
  static void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void everythingInOrder_isSaidPieceByPiece() throws Exception {
    createTopics("good.");
    registry.register("good.frames-value", TopicKind.FRAMES.schema().orElseThrow());
    Path json = folder.resolve("report.json");

    CommandRun run = check("good.", "--json=" + json);

    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("broker " + broker.bootstrapServers(), "answers: cluster ")
        .contains("topic good.frames", "READ allowed; 2 partitions, 1 replicas")
        .contains("group good.app", "READ allowed")
        .contains("schema good.frames-value", "our schema has id ")
        .contains("schema good.detections-value", "ours is registered at startup")
        .contains("models/golden-tiny", "SHA-256 ")
        .contains("device cpu", "PyTorch 2.")
        .contains("frames may take ")
        .contains(" 0 warnings, 0 faults");
    assertThat(registry.requests)
        .as("nothing is registered")
        .noneMatch(r -> r.endsWith("/versions"));
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("sound").booleanValue()).isTrue();
    assertThat(report.get("findings").findValuesAsText("subject"))
        .contains("topic good.frames", "memory", "device cpu");
  }

  @Test
  void everyFaultIsFoundAtOnce_withItsRemedy() throws Exception {
    broker.createTopics(1, "bad.skipped", "bad.deadLetters");
    createTopic(new TopicSpec("bad.frames", 1, null, Map.of("max.message.bytes", "1000000")));
    registry.register(
        "bad.skipped-value", "{\"type\":\"record\",\"name\":\"Other\",\"fields\":[]}");

    CommandRun run =
        check(
            "bad.",
            "--set=model.path=" + folder.resolve("no-model"),
            "--set=model.device=gpu:7",
            "--set=registry.autoRegister=false",
            "--set=pipeline.maxInFlightBytes=900GiB",
            "--set=model.maxNativeMemory=90000GiB",
            "--set=topics.replicas=3");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("topic bad.detections", "does not exist", "kafka-topics.sh")
        .containsPattern(
            "warning +topic bad.frames +accepts records of up to \\d+ bytes, but 8388608 may")
        .contains("has 1 replicas, topics.replicas is 3")
        .contains("some threads get none")
        .containsPattern("fault +schema bad.frames-value +ours is not registered")
        .containsPattern(
            "fault +schema bad.skipped-value +version 1 cannot be read as .*SkippedFrame")
        .contains("there is no model at")
        .contains("gpu:7")
        .containsPattern("fault +memory")
        .contains("model.maxNativeMemory of 92160000 MiB exceed the available memory")
        .doesNotContain("allowed: null");
  }

  @Test
  void faultsStopRun_beforeAnythingStarts() {
    broker.createTopics(1, "stopped.frames", "stopped.skipped", "stopped.deadLetters");

    List<String> arguments = new ArrayList<>(arguments("stopped."));
    arguments.add(0, "run");
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("1 fault found before the start", "topic stopped.detections: does not exist");
  }

  @Test
  void deadBrokersAndRegistries_areNamedEach() throws Exception {
    createTopics("dead.");
    CommandRun run =
        check(
            "dead.",
            "--set=kafka.bootstrap.servers=" + broker.bootstrapServers() + ",127.0.0.1:1",
            "--set=kafka.default.api.timeout.ms=1500",
            "--set=kafka.request.timeout.ms=500",
            "--registry=http://127.0.0.1:2");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("warning +broker 127.0.0.1:1 +no Kafka broker answers at 127.0.0.1:1")
        .containsPattern(
            "fault +registry +the schema registry at http://127.0.0.1:2 did not answer");
  }

  private static void createTopic(TopicSpec topic) {
    try (TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers(), Map.of())) {
      admin.createMissing(List.of(topic));
    }
  }

  private static void createTopics(String prefix) {
    try (TopicAdmin admin =
        TopicAdmin.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createMissing(
          TopicLayout.standard()
              .withPartitions(2)
              .topics(TopicNames.named(kind -> prefix + kind.id())));
    }
  }

  private static CommandRun check(String prefix, String... more) {
    List<String> arguments = new ArrayList<>(arguments(prefix));
    arguments.add(0, "check");
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static List<String> arguments(String prefix) {
    return List.of(
        "--set=kafka.bootstrap.servers=" + broker.bootstrapServers(),
        "--set=registry.url=" + registry.url(),
        "--set=topics.frames=" + prefix + "frames",
        "--set=topics.detections=" + prefix + "detections",
        "--set=topics.skipped=" + prefix + "skipped",
        "--set=topics.deadLetters=" + prefix + "deadLetters",
        "--set=pipeline.applicationId=" + prefix + "app",
        "--set=pipeline.guarantee=exactly-once",
        "--set=model.path=models/golden-tiny",
        "--set=model.device=cpu");
  }
}
