package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.devkit.ChildJvm;
import io.paastreams.devkit.SharedBroker;
import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.streams.Guarantee;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every frame has its detection record, in order, whatever happens to the instances; under
 * exactly-once it has exactly one.
 */
@Timeout(180)
final class NothingIsLostIT {

  private static final Duration QUIET = Duration.ofSeconds(25);

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  @ParameterizedTest
  @CsvSource({
    "AT_LEAST_ONCE, classic",
    "EXACTLY_ONCE, classic",
    "AT_LEAST_ONCE, streams",
    "EXACTLY_ONCE, streams"
  })
  void closingUnderLoadAndASuccessor(Guarantee guarantee, String protocol) throws Exception {
    Scenario scenario = scenario("close", guarantee, protocol);
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, 400).start()) {
      for (int round = 0; round < 3; round++) {
        try (DetectionPipeline pipeline = scenario.pipeline().build()) {
          pipeline.start();
          ledger.awaitMore(200);
        }
      }
      try (DetectionPipeline last = scenario.pipeline().build()) {
        last.start();
        load.close();
        check(ledger.settle(load, QUIET), guarantee);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AT_LEAST_ONCE, classic",
    "EXACTLY_ONCE, classic",
    "AT_LEAST_ONCE, streams",
    "EXACTLY_ONCE, streams"
  })
  void aSecondInstanceJoiningAndTheFirstLeaving(Guarantee guarantee, String protocol)
      throws Exception {
    Scenario scenario = scenario("join", guarantee, protocol);
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, 400).start();
        DetectionPipeline first = scenario.pipeline().build();
        DetectionPipeline second = scenario.pipeline().build()) {
      first.start();
      ledger.awaitMore(200);
      second.start();
      ledger.awaitMore(400);
      first.close();
      ledger.awaitMore(200);
      load.close();
      check(ledger.settle(load, QUIET), guarantee);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AT_LEAST_ONCE, classic",
    "EXACTLY_ONCE, classic",
    "AT_LEAST_ONCE, streams",
    "EXACTLY_ONCE, streams"
  })
  void oneInstanceKilled(Guarantee guarantee, String protocol) throws Exception {
    Scenario scenario = scenario("kill", guarantee, protocol);
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, 200).start();
        ChildJvm victim = PipelineProcess.start(scenario);
        DetectionPipeline survivor = scenario.pipeline().build()) {
      ledger.awaitMore(100);
      survivor.start();
      ledger.awaitMore(200);
      victim.kill();
      ledger.awaitMore(200);
      load.close();
      check(ledger.settle(load, QUIET), guarantee);
    }
  }

  /** If this fails, the harness detects no loss, and the tests above prove nothing. */
  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void withoutTheHook_closingUnderLoadLosesFramesAndTheHarnessSeesIt(Guarantee guarantee)
      throws Exception {
    Scenario scenario = scenario("hookless", guarantee, "classic");
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, 400).start()) {
      for (int round = 0; round < 3; round++) {
        try (HooklessPipeline pipeline = new HooklessPipeline(scenario)) {
          ledger.awaitMore(200);
        }
      }
      try (DetectionPipeline last = scenario.pipeline().build()) {
        last.start();
        load.close();
        Balance count = ledger.settle(load, Duration.ofSeconds(5));
        assertThat(count.missing()).as("missing in %s", count).isPositive();
      }
    }
  }

  private static Scenario scenario(String name, Guarantee guarantee, String protocol) {
    String id = "%s-%s-%s".formatted(name, guarantee, protocol).toLowerCase(java.util.Locale.ROOT);
    Scenario scenario =
        new Scenario(kafka.bootstrapServers(), kafka.unique(id), guarantee, protocol);
    scenario.createTopics(kafka);
    return scenario;
  }

  private static void check(Balance count, Guarantee guarantee) {
    assertThat(count.missing()).as("missing in %s", count).isZero();
    assertThat(count.outOfOrder()).as("out of order in %s", count).isZero();
    assertThat(count.wrong()).as("another frame's result in %s", count).isZero();
    if (guarantee == Guarantee.EXACTLY_ONCE) {
      assertThat(count.doubled()).as("duplicates in %s", count).isZero();
    }
  }
}
