package io.paastreams.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device whose batches take a known time on a clock of its own. */
final class LatencyTunerTest {

  private static final long MILLI = 1_000_000;
  private static final int MAX_SIZE = 32;
  private static final Duration TARGET = Duration.ofMillis(105);

  /** Batches of 8 items within half of the target: 160 per second. */
  private static final IntToLongFunction DEVICE = size -> (10 + 5L * size) * MILLI;

  private static final double CAPACITY = 160;

  private final LatencyTuner tuner = new LatencyTuner(MAX_SIZE, TARGET);

  /** Above this load, bursts exceed by chance what the device can handle. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2, 0.4, 0.6})
  void itemsThatComeAtRandom_areDoneWithinTheTarget(double load) {
    Simulation simulation = new Simulation(DEVICE, load * CAPACITY, 4000);
    simulation.run();
    assertThat(simulation.latencies).hasSizeGreaterThan(3000);
    assertThat(simulation.shareWithin(TARGET)).isGreaterThan(0.98);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.25, 0.5, 0.75, 0.9})
  void steadyCameras_areDoneWithinTheTarget(double load) {
    Simulation simulation =
        new Simulation(tuner, DEVICE, 4000, load * CAPACITY, () -> 1 - 1 / Math.E);
    simulation.run();
    assertThat(simulation.latencies).hasSizeGreaterThan(3000);
    assertThat(simulation.shareWithin(TARGET)).isEqualTo(1);
  }

  @Test
  void whileTheDeviceKeepsUp_batchesAreOfOne() {
    Simulation simulation = new Simulation(DEVICE, 5, 300);
    simulation.run();
    assertThat(simulation.percentile(50)).isEqualTo(DEVICE.applyAsLong(1));
    assertThat(simulation.meanSize()).isCloseTo(1, within(0.1));
  }

  /** Shows why no item waits for others, even if single items would be too slow for the device. */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.4, 0.6, 0.8, 0.9})
  void waitingForCompanions_bringsNobodyForward(double load) {
    for (boolean steady : new boolean[] {true, false}) {
      DoubleSupplier chance = steady ? () -> 1 - 1 / Math.E : new SplittableRandom(7)::nextDouble;
      Simulation atOnce = simulation(Duration.ZERO, load * CAPACITY, chance);
      for (long delay : new long[] {5, 20, 50}) {
        Simulation waiting = simulation(Duration.ofMillis(delay), load * CAPACITY, chance);
        assertThat(ratio(waiting, atOnce, 50)).isGreaterThan(0.97);
        assertThat(ratio(waiting, atOnce, 99)).isGreaterThan(0.97);
      }
    }
  }

  private static double ratio(Simulation one, Simulation other, int percent) {
    return (double) one.percentile(percent) / other.percentile(percent);
  }

  private Simulation simulation(Duration delay, double perSecond, DoubleSupplier chance) {
    BatchSizing fixed = BatchSizing.of(BatchPolicy.unboundedPending(8, delay));
    Simulation simulation = new Simulation(fixed, DEVICE, 30_000, perSecond, chance);
    simulation.run();
    return simulation;
  }

  @Test
  void underLoad_batchesGrowAsFarAsTheTargetAllows() {
    new Simulation(DEVICE, 2 * CAPACITY, 2000).run();
    assertThat(tuner.maxSize("bucket", 0)).isEqualTo(8);
    new Simulation(size -> DEVICE.applyAsLong(size) / 3, 6 * CAPACITY, 40_000).run();
    assertThat(tuner.maxSize("bucket", 0)).as("the device got faster").isEqualTo(29);
    new Simulation(size -> DEVICE.applyAsLong(size) * 2, 2 * CAPACITY, 2000).run();
    assertThat(tuner.maxSize("bucket", 0)).as("the device got slower").isEqualTo(3);
  }

  /**
   * In batches that fit the target the device sustains 67 per second, in larger ones 100 and more.
   */
  @Test
  void moreThanTheTargetAllows_isWorkedOffInLargerBatches() {
    LatencyTuner strict = new LatencyTuner(MAX_SIZE, Duration.ofMillis(35));
    Simulation simulation =
        new Simulation(strict, DEVICE, 6000, 90, new SplittableRandom(7)::nextDouble);
    simulation.run();
    assertThat(strict.maxSize("bucket", 0)).isEqualTo(1);
    assertThat(strict.maxSize("bucket", 36 * MILLI)).isEqualTo(MAX_SIZE);
    assertThat(simulation.percentile(99)).isLessThan(120 * MILLI);
  }

  @Test
  void aTargetThatTheDeviceCannotReach_isSaid() {
    Simulation simulation = new Simulation(size -> 80 * MILLI, 5, 100);
    simulation.run();
    assertThat(tuner.maxSize("bucket", 0)).isEqualTo(1);
    assertThat(simulation.news).isNotEmpty().noneMatch(BatchTuning::reachable);
    assertThat(simulation.news.get(0).explanation())
        .contains("batches of at most 1", "80.0 ms", "cannot be met");
  }

  /** The first batch of a process takes many times as long as any other. */
  @Test
  void aColdStart_isForgottenByFreshItems() {
    tuner.computed("bucket", 1, 600 * MILLI, 0);
    assertThat(tuner.maxSize("bucket", 30 * MILLI)).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      tuner.computed("bucket", 1, 15 * MILLI, 0);
    }
    assertThat(tuner.maxSize("bucket", 30 * MILLI)).isGreaterThan(1);
  }

  @Test
  void messages_areFewAndGiveTheReason() {
    Simulation simulation = new Simulation(DEVICE, 120, 6000);
    simulation.run();
    assertThat(simulation.news).hasSizeBetween(1, 11);
    assertThat(simulation.news.get(simulation.news.size() - 1).explanation())
        .isEqualTo(
            "batches of at most 8: one takes 50.0 ms, and a frame that just misses it has to"
                + " wait for it");
  }

  @Test
  void buckets_haveTheirOwnTimes() {
    tuner.computed("small", 1, 5 * MILLI, 0);
    tuner.computed("large", 1, 45 * MILLI, 0);
    assertThat(tuner.maxSize("small", 0)).isEqualTo(10);
    assertThat(tuner.maxSize("large", 0)).isEqualTo(1);
  }

  /** A model that refuses at once looks like a fast one. */
  @Test
  void batchThatFailed_teachesNothing() {
    BatcherFixture fixture = new BatcherFixture(8, TARGET);
    fixture.poison.add(1);
    fixture.callNanos = MILLI;
    fixture.submit(1);
    fixture.runDueBatches();
    assertThat(fixture.calls).hasSize(1);
    assertThat(fixture.tunings).isEmpty();
    fixture.callNanos = 2 * MILLI;
    fixture.submit(2);
    fixture.runDueBatches();
    // 2 ms for one, so 16 ms for the 8 of a full batch.
    assertThat(fixture.tunings)
        .extracting(BatchTuning::batchTime)
        .containsExactly(Duration.ofMillis(16));
  }

  @Test
  void negativeTarget_isRefused() {
    var builder = MicroBatcher.builder(BatchPolicy.unboundedPending(1, TARGET), batch -> batch);
    assertThatThrownBy(() -> builder.latencyTarget(Duration.ofMillis(-1)))
        .hasMessageContaining("must not be negative");
  }

  @Test
  void times_areInterpolatedAndForgotten() {
    BatchTimes times = new BatchTimes();
    times.add(2, 20, 0);
    assertThat(times.nanos(1)).isEqualTo(20);
    assertThat(times.nanos(8)).as("never too short").isEqualTo(80);
    times.add(8, 50, 0);
    assertThat(times.nanos(5)).isEqualTo(35);
    assertThat(times.nanos(16)).isEqualTo(100);
    times.add(2, 20, 60_000 * MILLI);
    assertThat(times.nanos(8)).as("not seen for a minute").isEqualTo(80);
  }

  /** Random arrivals, one device, the real queue. */
  private final class Simulation {
    private final BatchSizing shape;
    private final IntToLongFunction device;
    private final BatchQueue<Long, Long> queue;
    private final Deque<Long> arrivals = new ArrayDeque<>();
    final List<Long> latencies = new ArrayList<>();
    final List<BatchTuning> news = new ArrayList<>();
    private int batches;

    Simulation(IntToLongFunction device, double perSecond, int items) {
      this(tuner, device, items, perSecond, new SplittableRandom(7)::nextDouble);
    }

    private Simulation(
        BatchSizing shape,
        IntToLongFunction device,
        int items,
        double perSecond,
        DoubleSupplier chance) {
      this.shape = shape;
      this.device = device;
      this.queue = new BatchQueue<>(shape, new BatchLimits(MAX_SIZE));
      // After any other simulation of this tuner, so that its clock never goes back.
      double at = clock;
      for (int i = 0; i < items; i++) {
        at -= Math.log(1 - chance.getAsDouble()) * 1e9 / perSecond;
        arrivals.add((long) at);
      }
    }

    void run() {
      int learning = arrivals.size() / 10;
      long now = clock;
      while (!arrivals.isEmpty() || queue.size() > 0) {
        Batch<Long, Long> batch = queue.poll(now);
        if (batch != null) {
          now += device.applyAsLong(batch.items().size());
          arrive(now);
          for (PendingItem<Long, Long> item : batch.items()) {
            latencies.add(now - item.item());
          }
          batches++;
          BatchTuning tuning =
              shape.computed("bucket", batch.items().size(), now - batch.closedAt(), now);
          if (tuning != null) {
            news.add(tuning);
          }
        } else {
          long due = queue.size() == 0 ? Long.MAX_VALUE : now + queue.nanosUntilDue(now);
          now = arrivals.isEmpty() ? due : Math.min(due, arrivals.element());
          arrive(now);
        }
      }
      latencies.subList(0, Math.min(learning, latencies.size())).clear();
      clock = now;
    }

    private void arrive(long now) {
      while (!arrivals.isEmpty() && arrivals.element() <= now) {
        long at = arrivals.remove();
        queue.add(at, "bucket", ItemTerms.STANDARD, at);
      }
    }

    double shareWithin(Duration target) {
      return latencies.stream().filter(nanos -> nanos <= target.toNanos()).count()
          / (double) latencies.size();
    }

    long percentile(int percent) {
      return latencies.stream().sorted().toList().get(latencies.size() * percent / 100);
    }

    double meanSize() {
      return (double) latencies.size() / batches;
    }
  }

  private long clock;
}
