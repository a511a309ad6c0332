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

/** A device whose batches take a known time, in a time of its own. */
final class LatencyTunerTest {

  private static final long MILLI = 1_000_000;
  private static final int MAX_SIZE = 32;
  private static final Duration TARGET = Duration.ofMillis(105);

  /** Of 8 items within half of the target: 160 a second. */
  private static final IntToLongFunction DEVICE = size -> (10 + 5L * size) * MILLI;

  private static final double CAPACITY = 160;

  private final LatencyTuner tuner = new LatencyTuner(MAX_SIZE, TARGET, 1);

  /** At more than that, chance alone brings more items at a time than the device can take. */
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
    Simulation simulation = new Simulation(DEVICE, 4000, load * CAPACITY, () -> 1 - 1 / Math.E);
    simulation.run();
    assertThat(simulation.latencies).hasSizeGreaterThan(3000);
    assertThat(simulation.shareWithin(TARGET)).isEqualTo(1);
  }

  @Test
  void whileTheDeviceKeepsUp_nobodyWaits() {
    Simulation simulation = new Simulation(DEVICE, 5, 300);
    simulation.run();
    assertThat(tuner.maxDelayNanos("bucket")).isZero();
    assertThat(simulation.median()).isEqualTo(DEVICE.applyAsLong(1));
    assertThat(simulation.meanSize()).isCloseTo(1, within(0.1));
  }

  @Test
  void underLoad_batchesGrowAsFarAsTheTargetAllows() {
    new Simulation(DEVICE, 2 * CAPACITY, 2000).run();
    assertThat(tuner.maxSize("bucket")).isEqualTo(8);
    new Simulation(size -> DEVICE.applyAsLong(size) / 3, 6 * CAPACITY, 12_000).run();
    assertThat(tuner.maxSize("bucket")).as("the device got faster").isEqualTo(29);
    new Simulation(size -> DEVICE.applyAsLong(size) * 2, 2 * CAPACITY, 2000).run();
    assertThat(tuner.maxSize("bucket")).as("the device got slower").isEqualTo(3);
  }

  @Test
  void burstsShareBatches_whenOneAtATimeIsTooSlow() {
    // One at a time the device bears 67 a second.
    Simulation simulation = new Simulation(DEVICE, 90, 4000);
    simulation.run();
    assertThat(tuner.maxDelayNanos("bucket")).isBetween(MILLI, 60 * MILLI);
    assertThat(simulation.meanSize()).isGreaterThan(1.5);
  }

  @Test
  void aTargetThatTheDeviceCannotReach_isSaid() {
    Simulation simulation = new Simulation(size -> 80 * MILLI, 5, 100);
    simulation.run();
    assertThat(tuner.maxSize("bucket")).isEqualTo(1);
    assertThat(simulation.news).isNotEmpty().noneMatch(BatchTuning::reachable);
    assertThat(simulation.news.get(0).explanation())
        .contains("batches of at most 1", "80.0 ms", "cannot be kept");
  }

  @Test
  void newsAreFewAndGiveTheReason() {
    Simulation simulation = new Simulation(DEVICE, 120, 6000);
    simulation.run();
    assertThat(simulation.news).hasSizeBetween(1, 11);
    assertThat(simulation.news.get(simulation.news.size() - 1).explanation())
        .matches("batches of at most 8, after at most .* ms: 1[0-3].* a second arrive, .* 50.0 ms");
  }

  @Test
  void bucketsHaveTimesOfTheirOwn() {
    tuner.computed("small", 1, 5 * MILLI, 0);
    tuner.computed("large", 1, 45 * MILLI, 0);
    assertThat(tuner.maxSize("small")).isEqualTo(10);
    assertThat(tuner.maxSize("large")).isEqualTo(1);
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
    // 2 ms for one, so 16 for the 8 that a batch may have.
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
  void rate_isThatOfTheLastSeconds() {
    ArrivalRate rate = new ArrivalRate();
    assertThat(rate.perNano(0)).isZero();
    long now = 0;
    for (int i = 0; i < 500; i++, now += 20 * MILLI) {
      rate.count(now);
    }
    assertThat(rate.perNano(now) * 1e9).isCloseTo(50, within(2.0));
    for (int i = 0; i < 2000; i++, now += 5 * MILLI) {
      rate.count(now);
    }
    assertThat(rate.perNano(now) * 1e9).isCloseTo(200, within(5.0));
    assertThat(rate.perNano(now + 10_000 * MILLI) * 1e9).isLessThan(2);
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
    private final IntToLongFunction device;
    private final BatchQueue<Long, Long> queue = new BatchQueue<>(tuner, new BatchLimits(MAX_SIZE));
    private final Deque<Long> arrivals = new ArrayDeque<>();
    final List<Long> latencies = new ArrayList<>();
    final List<BatchTuning> news = new ArrayList<>();
    private int batches;

    Simulation(IntToLongFunction device, double perSecond, int items) {
      this(device, items, perSecond, new SplittableRandom(7)::nextDouble);
    }

    private Simulation(
        IntToLongFunction device, int items, double perSecond, DoubleSupplier chance) {
      this.device = device;
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
              tuner.computed("bucket", batch.items().size(), now - batch.closedAt(), now);
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

    long median() {
      return latencies.stream().sorted().skip(latencies.size() / 2).findFirst().orElseThrow();
    }

    double meanSize() {
      return (double) latencies.size() / batches;
    }
  }

  private long clock;
}
