package io.paastreams.batch;

import static io.paastreams.batch.BatcherFixture.DELAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class MicroBatcherTest {

  private final BatcherFixture fixture = new BatcherFixture(4);

  @Test
  void fullBatch_closesAtOnce() {
    fixture.submitAll(4);

    assertThat(fixture.batcher.runDueBatch()).isTrue();
    assertThat(fixture.calls).containsExactly(List.of(0, 1, 2, 3));
    assertThat(fixture.reports).extracting(BatchReport::reason).containsExactly(CloseReason.FULL);
  }

  @Test
  void partialBatch_closesWhenItsOldestItemIsDue() {
    CompletableFuture<Integer> oldest = fixture.submit(7);
    fixture.pass(DELAY.minusNanos(1));
    fixture.submit(8);
    assertThat(fixture.batcher.runDueBatch()).isFalse();

    fixture.pass(Duration.ofNanos(1));

    assertThat(fixture.batcher.runDueBatch()).isTrue();
    assertThat(oldest).isCompletedWithValue(14);
    assertThat(fixture.calls).containsExactly(List.of(7, 8));
    BatchReport report = fixture.reports.get(0);
    assertThat(report.reason()).isEqualTo(CloseReason.DEADLINE);
    assertThat(report.oldestWait()).isEqualTo(DELAY);
    assertThat(report.size()).isEqualTo(2);
  }

  @Test
  void flush_closesWhatIsQueuedAndNothingLater() {
    fixture.submit(1);
    fixture.submit(2);
    fixture.batcher.flush();
    fixture.runDueBatches();
    fixture.submit(3);

    assertThat(fixture.batcher.runDueBatch()).isFalse();
    assertThat(fixture.calls).containsExactly(List.of(1, 2));
    assertThat(fixture.reports).extracting(BatchReport::reason).containsExactly(CloseReason.FLUSH);
  }

  @Test
  void buckets_neverShareABatchAndTheOneDueFirstIsServedFirst() {
    fixture.submit(1, "rare");
    fixture.pass(DELAY.dividedBy(2));
    for (int i = 10; i < 18; i++) {
      fixture.submit(i, "busy");
    }
    fixture.pass(DELAY.dividedBy(2));

    fixture.runDueBatches();

    assertThat(fixture.calls)
        .containsExactly(List.of(1), List.of(10, 11, 12, 13), List.of(14, 15, 16, 17));
  }

  @Test
  void cancelledItem_costsNoForwardAndMakesNoBatchFull() {
    List<CompletableFuture<Integer>> futures = fixture.submitAll(4);
    futures.get(1).cancel(false);
    assertThat(fixture.batcher.runDueBatch()).isFalse();

    fixture.pass(DELAY);
    fixture.runDueBatches();

    assertThat(fixture.calls).containsExactly(List.of(0, 2, 3));
  }

  @Test
  void poisonItem_failsAloneAndItsCompanionsSucceed() {
    fixture.poison.add(2);
    List<CompletableFuture<Integer>> futures = fixture.submitAll(4);

    fixture.runDueBatches();

    assertThat(futures.get(2))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(BatchItemException.class)
        .havingCause()
        .withMessage("poison in [2]");
    assertThat(List.of(futures.get(0), futures.get(1), futures.get(3)))
        .allSatisfy(future -> assertThat(future).isCompleted());
    assertThat(fixture.calls)
        .containsExactly(List.of(0, 1, 2, 3), List.of(0, 1), List.of(2, 3), List.of(2), List.of(3));
    BatchReport report = fixture.reports.get(0);
    assertThat(report.calls()).isEqualTo(5);
    assertThat(report.failed()).isEqualTo(1);
  }

  @Test
  void outOfMemory_halvesTheBatchAndRemembersThatLimitForItsBucketOnly() {
    BatcherFixture large = new BatcherFixture(8);
    large.memory = 2;
    List<CompletableFuture<Integer>> futures = large.submitAll(8);
    large.runDueBatches();

    assertThat(futures).allSatisfy(future -> assertThat(future).isCompleted());
    assertThat(large.calls).extracting(List::size).containsExactly(8, 4, 2, 2, 2, 2);
    assertThat(large.lowered).containsExactly(4, 2);
    assertThat(large.batcher.limit("bucket")).isEqualTo(2);
    assertThat(large.batcher.limit("other")).isEqualTo(8);

    large.submitAll(2);
    large.runDueBatches();
    assertThat(large.reports)
        .last()
        .satisfies(
            report -> {
              assertThat(report.reason()).isEqualTo(CloseReason.FULL);
              assertThat(report.calls()).isEqualTo(1);
            });
  }

  @Test
  void outOfMemoryOnOneItem_failsIt() {
    fixture.memory = 0;
    CompletableFuture<Integer> future = fixture.submit(1);
    fixture.batcher.flush();
    fixture.runDueBatches();

    assertThat(future).isCompletedExceptionally();
    assertThat(fixture.batcher.limit("bucket")).isEqualTo(4);
  }

  @Test
  void handlerWithTooFewResults_failsItsItems() {
    MicroBatcher<Integer, Integer> broken =
        MicroBatcher.<Integer, Integer>builder(
                BatchPolicy.unboundedPending(1, DELAY), batch -> List.of())
            .buildStepwise();
    CompletableFuture<Integer> future = submit(broken, 1);
    broken.runDueBatch();

    assertThat(future)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("the handler returned 0 results");
  }

  @Test
  void listenerThatThrows_disturbsNothing() {
    MicroBatcher<Integer, Integer> batcher =
        MicroBatcher.<Integer, Integer>builder(
                BatchPolicy.unboundedPending(1, DELAY), batch -> batch)
            .listener(
                new BatchListener() {
                  @Override
                  public void batchDone(BatchReport report) {
                    throw new IllegalStateException("from the listener");
                  }
                })
            .buildStepwise();
    CompletableFuture<Integer> future = submit(batcher, 5);

    assertThat(batcher.runDueBatch()).isTrue();
    assertThat(future).isCompletedWithValue(5);
  }

  @Test
  void stop_failsWhatIsQueuedAndWhatComesLater() {
    CompletableFuture<Integer> queued = fixture.submit(1);

    assertThat(fixture.batcher.stop(Duration.ofSeconds(1))).isTrue();

    for (CompletableFuture<Integer> future : List.of(queued, fixture.submit(2))) {
      assertThat(future)
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(BatcherStoppedException.class);
    }
    assertThat(fixture.batcher.runDueBatch()).isFalse();
    assertThat(fixture.calls).isEmpty();
  }

  @Test
  void higherPriority_entersFirstButEachFourthPlaceIsOfWhoWaitedLongest() throws Exception {
    BatcherFixture fixture = new BatcherFixture(4);
    var low = fixture.submit(0);
    for (int i = 1; i <= 7; i++) {
      var unused = fixture.batcher.submit(i, "bucket", terms(5, 0, DELAY));
    }
    fixture.runDueBatches();

    assertThat(fixture.calls).containsExactly(List.of(1, 2, 3, 0), List.of(4, 5, 6, 7));
    assertThat(low).isCompletedWithValue(0);
  }

  @Test
  void lowPriority_isComputedThoughHigherOnesNeverCease() throws Exception {
    BatcherFixture fixture = new BatcherFixture(1);
    CompletableFuture<Integer> low = fixture.submit(0, "low");
    for (int i = 1; i <= 8 && !low.isDone(); i++) {
      fixture.pass(Duration.ofMillis(1));
      var unused = fixture.batcher.submit(i, "high", terms(9, 0, DELAY));
      fixture.batcher.runDueBatch();
    }

    assertThat(low).isCompletedWithValue(0);
  }

  @Test
  void itemThatTakesOverAPlace_isAsOldAsWhatItReplaces() throws Exception {
    BatcherFixture fixture = new BatcherFixture(4);
    fixture.submit(0);
    fixture.pass(Duration.ofMillis(5));
    fixture.batcher.submit(1, "bucket", terms(0, 8, DELAY));

    assertThat(fixture.batcher.nanosUntilDue()).isEqualTo(2_000_000);
    fixture.pass(Duration.ofMillis(2));
    assertThat(fixture.batcher.runDueBatch()).isTrue();
    assertThat(fixture.calls).containsExactly(List.of(1, 0));
  }

  @Test
  void itemWhosePatienceIsOver_failsUncomputedAndItsCompanionsAreComputed() throws Exception {
    BatcherFixture fixture = new BatcherFixture(4);
    CompletableFuture<Integer> hasty =
        fixture.batcher.submit(0, "bucket", terms(0, 0, DELAY.minusNanos(1)));
    CompletableFuture<Integer> patient = fixture.batcher.submit(1, "bucket", terms(0, 0, DELAY));
    fixture.pass(DELAY);
    fixture.runDueBatches();

    assertThat(hasty)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withCauseInstanceOf(ItemExpiredException.class);
    assertThat(patient).isCompletedWithValue(2);
    assertThat(fixture.calls).containsExactly(List.of(1));
  }

  @Test
  void withdraw_takesOutWhatWaitsAndLeavesWhatTheDeviceHasTaken() {
    BatcherFixture fixture = new BatcherFixture(2);
    CompletableFuture<Integer> waiting = fixture.submit(0);
    assertThat(fixture.batcher.withdraw(waiting)).isTrue();
    assertThat(waiting).isCancelled();

    CompletableFuture<Integer> taken = fixture.submit(1);
    List<Boolean> withdrawn = new ArrayList<>();
    fixture.onCall = () -> withdrawn.add(fixture.batcher.withdraw(taken));
    fixture.pass(DELAY);
    fixture.runDueBatches();

    assertThat(withdrawn).containsExactly(false);
    assertThat(taken).isCompletedWithValue(2);
    assertThat(fixture.calls).containsExactly(List.of(1));
  }

  private static ItemTerms terms(int priority, int waitedMillis, Duration patience) {
    return new ItemTerms(1, priority, Duration.ofMillis(waitedMillis), patience);
  }

  @Test
  void policy_namesAllItsFaultsAtOnce() {
    assertThatThrownBy(() -> new BatchPolicy(0, Duration.ofMillis(-1), 0))
        .asInstanceOf(THROWABLE)
        .hasMessageContaining("maxSize = 0")
        .hasMessageContaining("maxDelay = PT-0.001S")
        .hasMessageContaining("maxPendingWeight = 0");
  }

  private static CompletableFuture<Integer> submit(
      MicroBatcher<Integer, Integer> batcher, int item) {
    try {
      return batcher.submit(item, "bucket");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theTimeUntilADeviceIsFree_isLearnedFromEarlierBatches() {
    BatcherFixture fixture = new BatcherFixture(1);
    fixture.callNanos = 100;
    List<Long> expected = new ArrayList<>();
    fixture.onCall =
        () -> {
          fixture.now += 30;
          expected.add(fixture.batcher.nanosUntilFree());
        };

    for (int i = 0; i < 50; i++) {
      assertThat(fixture.batcher.nanosUntilFree()).as("a device is free").isZero();
      var unused = fixture.submit(i);
      fixture.runDueBatches();
    }

    assertThat(expected.get(0)).as("nothing is known yet").isZero();
    assertThat(expected.get(1)).as("only one time is known").isBetween(30L, 70L);
    assertThat(expected.get(49)).isBetween(98L, 100L);
  }

  @Test
  void whatTimesVaryBy_isTakenOffTheTimeUntilADeviceIsFree() {
    BatcherFixture fixture = new BatcherFixture(1);
    List<Long> expected = new ArrayList<>();
    fixture.onCall = () -> expected.add(fixture.batcher.nanosUntilFree());

    for (int i = 0; i < 50; i++) {
      fixture.callNanos = i % 2 == 0 ? 60 : 140;
      var unused = fixture.submit(i);
      fixture.runDueBatches();
    }

    assertThat(expected.get(49)).isBetween(50L, 75L);
  }
}
