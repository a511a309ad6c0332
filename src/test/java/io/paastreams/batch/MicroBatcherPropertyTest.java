package io.paastreams.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Random arrivals in virtual time: what must hold for every policy and every arrival pattern. */
final class MicroBatcherPropertyTest {

  /** One arrival: after how many microseconds, into which bucket, and what happens to it. */
  record Arrival(int gapMicros, int bucket, boolean poison, boolean cancelled, boolean flush) {}

  @Provide
  Arbitrary<List<Arrival>> arrivals() {
    Arbitrary<Boolean> rarely = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    return Combinators.combine(
            Arbitraries.integers().between(0, 6_000),
            Arbitraries.integers().between(0, 2),
            rarely,
            rarely,
            rarely)
        .as(Arrival::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 500)
  void frames_areNeverLostMixedReorderedOrLate(
      @ForAll("arrivals") List<Arrival> arrivals,
      @ForAll @IntRange(min = 1, max = 9) int maxSize,
      @ForAll @IntRange(min = 0, max = 20_000) int callMicros,
      @ForAll @IntRange(min = 1, max = 9) int memory) {
    BatcherFixture fixture = new BatcherFixture(maxSize);
    fixture.callNanos = 1_000L * callMicros;
    fixture.memory = memory;
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    long start = fixture.now;
    long arrivalTime = start;
    for (int i = 0; i < arrivals.size(); i++) {
      Arrival arrival = arrivals.get(i);
      arrivalTime += 1_000L * arrival.gapMicros();
      runIdleUntil(fixture, arrivalTime);
      if (arrival.poison()) {
        fixture.poison.add(i);
      }
      futures.add(fixture.submit(i, arrival.bucket()));
      if (arrival.cancelled()) {
        futures.get(i).cancel(false);
      }
      if (arrival.flush()) {
        fixture.batcher.flush();
      }
    }
    runIdleUntil(fixture, fixture.now + BatcherFixture.DELAY.toNanos());
    fixture.runDueBatches();

    assertResults(arrivals, futures);
    assertBatches(fixture, arrivals, maxSize);
    assertThat(fixture.batcher.queued()).isZero();
    // A batch waits longer than the delay only while the device computes another one.
    if (callMicros == 0) {
      assertThat(fixture.reports)
          .allSatisfy(
              report -> assertThat(report.oldestWait()).isLessThanOrEqualTo(BatcherFixture.DELAY));
    }
  }

  /** Moves the clock in steps of the batcher's due times, as its thread's timed waits would. */
  private static void runIdleUntil(BatcherFixture fixture, long time) {
    while (fixture.now - time < 0) {
      fixture.runDueBatches();
      long left = time - fixture.now;
      if (left > 0) {
        fixture.now += Math.min(left, fixture.batcher.nanosUntilDue());
      }
    }
    fixture.runDueBatches();
  }

  private static void assertResults(
      List<Arrival> arrivals, List<CompletableFuture<Integer>> futures) {
    for (int i = 0; i < futures.size(); i++) {
      CompletableFuture<Integer> future = futures.get(i);
      if (arrivals.get(i).cancelled()) {
        assertThat(future).isCancelled();
      } else if (arrivals.get(i).poison()) {
        assertThat(future).isCompletedExceptionally();
      } else {
        assertThat(future).isCompletedWithValue(2 * i);
      }
    }
  }

  private static void assertBatches(BatcherFixture fixture, List<Arrival> arrivals, int maxSize) {
    Map<Integer, Integer> lastDone = new HashMap<>();
    for (List<Integer> call : fixture.calls) {
      assertThat(call).hasSizeLessThanOrEqualTo(maxSize).isSorted();
      assertThat(call)
          .extracting(i -> arrivals.get(i).bucket())
          .containsOnly(bucket(arrivals, call));
      boolean failed =
          call.size() > fixture.memory || call.stream().anyMatch(fixture.poison::contains);
      if (!failed || call.size() == 1) {
        int previous = lastDone.getOrDefault(bucket(arrivals, call), -1);
        assertThat(call.get(0)).isGreaterThan(previous);
        lastDone.put(bucket(arrivals, call), call.get(call.size() - 1));
      }
    }
  }

  private static int bucket(List<Arrival> arrivals, List<Integer> call) {
    return arrivals.get(call.get(0)).bucket();
  }
}
