package io.paastreams.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.pipeline.faults.FaultSchedule.Strike;
import io.paastreams.streams.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Frames in = detected + skipped + dead-lettered, in order per camera, under exactly-once each
 * once; and tracks, events, counts and alerts are those that the pure functions make of the
 * detections, while instances, brokers, networks, detectors and clocks break: one brief schedule of
 * both applications per guarantee. {@link FaultScheduleLongIT} runs many long ones, and the
 * pipeline alone.
 */
@Timeout(420)
final class FaultScheduleIT {

  private static final long SEED = Long.getLong("paa.faults.seed", 20);
  private static final long FRAMES = 900;

  @TempDir private static Path folder;
  private static FaultHarness harness;

  @BeforeAll
  static void start() throws Exception {
    harness = new FaultHarness(folder.resolve("run"), false);
  }

  @AfterAll
  static void stop() throws Exception {
    harness.close();
  }

  @ParameterizedTest
  @CsvSource({"AT_LEAST_ONCE, classic", "EXACTLY_ONCE, streams"})
  void everyFrameAndEventIsAccountedFor_whateverBreaks(Guarantee guarantee, String protocol)
      throws Exception {
    FaultReport report = harness.runBoth(FaultSchedule.brief(SEED, guarantee, protocol), FRAMES);
    System.out.println(report.line());
    assertThat(Objects.requireNonNull(report.analytics()).events().expected()).isPositive();
    assertThat(report.isKept())
        .as("%s%nrepeat with -Dpaa.faults.seed=%d; %s", report.line(), SEED, report.schedule())
        .isTrue();
  }

  /** If this fails, the harness detects no loss, and the test above proves nothing. */
  @Test
  void aCarelessConsumerIsKilled_theLossIsSeen() throws Exception {
    FaultSchedule schedule =
        new FaultSchedule(
            SEED,
            Guarantee.AT_LEAST_ONCE,
            "classic",
            3,
            1,
            0,
            200,
            4000,
            List.of(new Strike(2000, new InjectedFault.KillInstance(0, 0))));
    FaultReport report = harness.run(schedule, 600, CarelessMain.class, Duration.ofSeconds(8));
    System.out.println(report.line());
    assertThat(report.balance().missing()).as(report.line()).isPositive();
    assertThat(report.isKept()).isFalse();
  }
}
