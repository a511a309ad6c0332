package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.ChildJvm;
import io.paastreams.devkit.SharedBroker;
import io.paastreams.pipeline.ChildPipelines.Trouble;
import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.streams.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process ends on request, and by itself when it cannot continue; in both cases it ends soon,
 * leaves the group, and loses no frame.
 */
@Timeout(300)
final class ProcessEndIT {

  /** The time that an orchestrator grants before it kills. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "NONE, AT_LEAST_ONCE, 400",
    "NONE, EXACTLY_ONCE, 0",
    "SLOW, EXACTLY_ONCE, 20",
    "HANGING, AT_LEAST_ONCE, 100"
  })
  void sigterm_endsWithinTheGraceAndLosesNothing(
      Trouble trouble, Guarantee guarantee, int framesPerSecond) throws Exception {
    Scenario scenario = scenario("term-" + trouble, guarantee);
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, Math.max(50, framesPerSecond))) {
      Child child = new Child(scenario, trouble);
      load.start();
      ledger.awaitMore(trouble == Trouble.SLOW ? 8 : 40);
      if (framesPerSecond == 0) {
        load.close();
        assertThat(ledger.settle(load, Duration.ofSeconds(20)).missing()).isZero();
      } else {
        Thread.sleep(2_000);
      }
      Duration took = child.terminate();
      System.out.printf(
          "SIGTERM, %s, %s, %d frames/s: %d ms%n",
          trouble, guarantee, framesPerSecond, took.toMillis());
      assertThat(took).isLessThan(GRACE);
      assertThat(child.exitValue()).as(child.output()).isEqualTo(128 + 15);
      assertThat(members(scenario)).as("members of the group").isZero();
      try (DetectionPipeline successor = scenario.pipeline().build()) {
        successor.start();
        load.close();
        Balance count = ledger.settle(load, Duration.ofSeconds(25));
        assertThat(count.missing()).as("missing in %s", count).isZero();
        assertThat(count.outOfOrder()).as("out of order in %s", count).isZero();
        if (guarantee == Guarantee.EXACTLY_ONCE) {
          assertThat(count.doubled()).as("duplicates in %s", count).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"STREAM_THREAD", "STREAM_THREADS", "BATCHER_THREAD", "DECODE_THREAD", "HANGING"})
  void aFailureThatWillNotPass_endsTheProcessWithItsReason(Trouble trouble) throws Exception {
    Scenario scenario = scenario("fail-" + trouble, Guarantee.AT_LEAST_ONCE);
    try (CameraLoad load = new CameraLoad(scenario, 200)) {
      Child child = new Child(scenario, trouble);
      load.start();
      await().atMost(150, TimeUnit.SECONDS).until(() -> child.output().contains("planted"));
      long start = System.nanoTime();
      assertThat(child.awaitExit(40)).as(child.output()).isTrue();
      System.out.printf(
          "%s: %d ms from the failure to the exit%n",
          trouble, Duration.ofNanos(System.nanoTime() - start).toMillis());
      assertThat(child.exitValue()).as(child.output()).isEqualTo(1);
      assertThat(child.output())
          .contains(
              switch (trouble) {
                case STREAM_THREAD, STREAM_THREADS -> "planted in the stream thread";
                case BATCHER_THREAD -> "planted in the device's thread";
                case DECODE_THREAD -> "planted in the decode thread";
                default -> "the device has not returned a batch for";
              });
      if (trouble == Trouble.HANGING) {
        assertThat(child.output())
            .as("the stack of the device's thread")
            .contains("ChildPipelines.sleepStubbornly");
      }
    }
  }

  private static long members(Scenario scenario) throws Exception {
    try (var admin = kafka.admin()) {
      ConsumerGroupDescription group =
          admin.describeConsumerGroups(List.of(scenario.id())).all().get().get(scenario.id());
      return Objects.requireNonNull(group).members().size();
    }
  }

  private static Scenario scenario(String name, Guarantee guarantee) {
    String id = (name + "-" + guarantee).toLowerCase(Locale.ROOT);
    Scenario scenario =
        new Scenario(kafka.bootstrapServers(), kafka.unique(id), guarantee, "classic");
    scenario.createTopics(kafka);
    return scenario;
  }

  /** The process, and what it printed. */
  private final class Child {
    private final Path log;
    private final Process process;

    Child(Scenario scenario, Trouble trouble) throws IOException {
      log = Files.createTempFile(folder, "child", ".log");
      List<String> arguments = new ArrayList<>(List.of(scenario.toLine().split(" ")));
      arguments.add(trouble.name());
      List<String> command =
          ChildJvm.command(ChildJvm.SMALL, "io.paastreams.cli.PipelineChild", arguments);
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      await()
          .atMost(150, TimeUnit.SECONDS)
          .until(() -> output().contains("pipeline-runs") || !process.isAlive());
    }

    String output() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** SIGTERM; returns how long it took. */
    Duration terminate() throws InterruptedException {
      long start = System.nanoTime();
      process.destroy();
      assertThat(awaitExit(60)).as("ends at all: %s", output()).isTrue();
      return Duration.ofNanos(System.nanoTime() - start);
    }

    boolean awaitExit(int seconds) throws InterruptedException {
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return ended;
    }

    int exitValue() {
      return process.exitValue();
    }
  }
}
