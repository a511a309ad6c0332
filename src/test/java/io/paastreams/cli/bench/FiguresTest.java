package io.paastreams.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.batch.BatchReport;
import io.paastreams.batch.CloseReason;
import io.paastreams.cli.bench.OverheadBench.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ratios and means, by figures worked out by hand. */
final class FiguresTest {

  private static final int TOUCHED_MIB = 256;

  private static final ForwardTimes TIMES =
      ForwardTimes.of(
          List.of(
              forward("float32", 2, 20),
              forward("float32", 4, 32),
              forward("float32", 8, 60),
              forward("bfloat16", 8, 1)),
          "float32");

  private static ForwardBench.ForwardSpeed forward(String precision, int batch, double millis) {
    return new ForwardBench.ForwardSpeed(precision, batch, 1e3 * batch / millis, millis, 1, 0);
  }

  @Test
  void median_ofOddAndEvenNumbers() {
    assertThat(Median.of(List.of(9.0, 1.0, 4.0))).isEqualTo(4);
    assertThat(Median.of(List.of(9.0, 1.0, 4.0, 6.0))).isEqualTo(5);
    assertThatThrownBy(() -> Median.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void forwardTimes_betweenMeasuredSizes_lieOnALine() {
    assertThat(TIMES.millis(4)).isEqualTo(32);
    assertThat(TIMES.millis(3)).isEqualTo(26);
    assertThat(TIMES.millis(7)).isEqualTo(53);
  }

  @Test
  void forwardTimes_beyondMeasuredSizes_areInProportion() {
    assertThat(TIMES.millis(1)).isEqualTo(10);
    assertThat(TIMES.millis(16)).isEqualTo(120);
  }

  @Test
  void forwardTimes_ofAPrecisionNotMeasured_areRefused() {
    assertThatThrownBy(() -> ForwardTimes.of(List.of(forward("float32", 1, 1)), "float16"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("float16");
  }

  @Test
  void batchOfAFrame_weighsBatchesByTheirFrames() {
    // Ten batches of 2 hold 20 frames, five of 8 hold 40: (20 * 20 ms + 40 * 60 ms) / 60.
    assertThat(TIMES.millisOfAFramesBatch(Map.of(2, 10L, 8, 5L))).isCloseTo(46.67, within(0.01));
  }

  @Test
  void batches_areCountedBySizeAndReason() {
    BatchRecorder batches = new BatchRecorder();
    assertThat(batches.isEmpty()).isTrue();
    batches.batchDone(report(8, CloseReason.FULL, 40));
    batches.batchDone(report(8, CloseReason.FULL, 40));
    batches.batchDone(report(2, CloseReason.DEADLINE, 20));

    BatchRecorder.BatchSummary figure = batches.figure();

    assertThat(batches.isEmpty()).isFalse();
    assertThat(figure.closed()).isEqualTo(Map.of("full", 2L, "deadline", 1L));
    assertThat(figure.sizes()).isEqualTo(Map.of(8, 2L, 2, 1L));
    assertThat(figure.meanSize()).isEqualTo(6);
    // They end in quick succession, so the first and the third lie within the second.
    assertThat(figure.busySeconds()).isBetween(0.04, 0.08);
    batches.reset();
    assertThat(batches.figure().sizes()).isEmpty();
  }

  private static BatchReport report(int size, CloseReason reason, long handlingMillis) {
    return new BatchReport(
        "bucket", size, 8, reason, Duration.ZERO, Duration.ofMillis(handlingMillis), 1, 0);
  }

  @Test
  void scriptLine_isTheMedianOfNeighbouringTurns() {
    // The machine slows down for the third turn: it hits both, and no ratio.
    ScriptBench.Line line =
        ScriptBench.Line.of(4, Race.of(List.of(0.010, 0.010, 0.030), List.of(0.011, 0.012, 0.036)));

    assertThat(line.batch()).isEqualTo(4);
    assertThat(line.millis()).isCloseTo(10, within(1e-9));
    assertThat(line.scriptMillis()).isCloseTo(12, within(1e-9));
    assertThat(line.speedOfScripts()).isCloseTo(1.2, within(1e-9));
  }

  @Test
  void overhead_isTheRatioOfMedians() {
    OverheadBench.Overhead figure =
        OverheadBench.Overhead.of(
            "at-least-once",
            Rate.of(List.of(900.0, 300.0, 950.0)),
            Rate.of(List.of(1000.0, 1200.0, 990.0)),
            Rate.of(List.of(1500.0, 1700.0, 1600.0)),
            Rate.of(List.of(450.0)),
            83,
            9);

    assertThat(figure.pipeline().perSecond()).isEqualTo(900);
    assertThat(figure.plain().perSecond()).isEqualTo(1000);
    assertThat(figure.ofPlain()).isEqualTo(0.9);
    assertThat(figure.ofTuned()).isEqualTo(900.0 / 1600);
    assertThat(figure.tracedOfPipeline()).isEqualTo(0.5);
  }

  @Test
  void writeTimes_countBetweenStartAndEnd_inAnyOrder() {
    WriteTimes times = new WriteTimes();
    // 50 slow ones at the start, then one every 2 ms, then 20 slow ones.
    for (int i = 199; i >= 0; i--) {
      times.add(0, i < 50 ? 100L * i : i < 180 ? 5000 + 2L * (i - 50) : 6000 + 100L * i);
    }

    assertThat(times.perSecond()).isEqualTo(500);
  }

  @Test
  void writeTimes_ofALength_leaveOutWhatCameLater_andWaitForThePartitionThatIsBehind() {
    WriteTimes times = new WriteTimes(Duration.ofSeconds(1));
    for (int i = 0; i < 300; i++) {
      times.add(0, 10L * i);
    }
    assertThat(times.isOver(2)).isFalse();
    for (int i = 0; i < 100; i++) {
      times.add(1, 10L * i);
    }
    assertThat(times.isOver(2)).isFalse();
    times.add(1, 1000);

    assertThat(times.isOver(2)).isTrue();
    assertThat(times.perSecond()).as("of both partitions").isBetween(195.0, 205.0);
  }

  @Test
  void scaling_comparesThreadsWithinOneInstanceAndInstancesOfEqualThreads() {
    ScalingBench.Scaling figure =
        ScalingBench.Scaling.of(
            List.of(
                new ScalingBench.Line(1, 1, 150, 0.75),
                new ScalingBench.Line(1, 2, 190, 0.95),
                new ScalingBench.Line(1, 4, 200, 1),
                new ScalingBench.Line(2, 2, 361, 0.9)));

    assertThat(figure.devicePerSecond()).isEqualTo(200);
    assertThat(figure.twoThreadsOfFour()).isEqualTo(0.95);
    assertThat(figure.twoInstancesOfOne()).isEqualTo(1.9);
  }

  @Test
  void sleepingDetector_takesItsTimeABatch() {
    SleepingDetector detector = new SleepingDetector(Duration.ofMillis(30));
    long start = System.nanoTime();

    assertThat(detector.detect(List.of())).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(30));
  }

  /** Only Linux reports this. */
  @EnabledOnOs(OS.LINUX)
  @Test
  void residentPeak_isForgottenByPart() {
    ResidentPeak peak = new ResidentPeak();
    peak.beginPart();
    long before = peak.mebibytes();
    touchAndFree();
    long touched = peak.mebibytes();
    peak.reset();

    assertThat(touched).isGreaterThan(before + TOUCHED_MIB / 2);
    assertThat(peak.mebibytes()).isLessThan(touched - TOUCHED_MIB / 2);
    assertThat(peak.ofPartMiB()).isEqualTo(touched);
    peak.beginPart();
    assertThat(peak.ofPartMiB()).isLessThan(touched - TOUCHED_MIB / 2);
    assertThat(peak.overallMiB()).isEqualTo(touched);
  }

  /** Outside the heap, where freed memory leaves the resident set at once. */
  private static void touchAndFree() {
    try (BytePointer memory = new BytePointer((long) TOUCHED_MIB << 20)) {
      Pointer.memset(memory, 1, memory.capacity());
    }
  }
}
