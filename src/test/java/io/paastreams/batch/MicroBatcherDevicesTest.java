package io.paastreams.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several devices behind one queue, and devices that are free before their batch is done. */
@Timeout(60)
final class MicroBatcherDevicesTest {

  private static final BatchPolicy PAIRS = BatchPolicy.unboundedPending(2, Duration.ofMinutes(1));

  @Test
  void severalDevices_computeAsManyBatchesAtATime() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);
    BatchHandler<Integer, Integer> handler =
        batch -> {
          together.await(30, SECONDS);
          return batch;
        };
    try (var batcher = MicroBatcher.builder(PAIRS, handler).devices(3).start()) {
      for (var result : submit(batcher, 6)) {
        assertThat(result).succeedsWithin(Duration.ofSeconds(30));
      }
    }
  }

  @Test
  void aDeviceThatIsFreeEarly_getsTheNextBatchBeforeTheFirstIsDone() throws Exception {
    CountDownLatch secondHasBegun = new CountDownLatch(1);
    BatchHandler<Integer, Integer> handler =
        new Staged() {
          @Override
          public List<Integer> handle(List<Integer> batch, Runnable deviceFree) throws Exception {
            if (batch.contains(0)) {
              deviceFree.run();
              deviceFree.run(); // counts once
              assertThat(secondHasBegun.await(30, SECONDS)).isTrue();
            } else {
              secondHasBegun.countDown();
            }
            return batch;
          }
        };
    try (var batcher = MicroBatcher.builder(PAIRS, handler).start()) {
      for (var result : submit(batcher, 4)) {
        assertThat(result).succeedsWithin(Duration.ofSeconds(30));
      }
    }
  }

  /** A batch that closed early could not grow any more. */
  @Test
  void whileAllDevicesAreBusy_noBatchCloses() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    BatchHandler<Integer, Integer> handler =
        batch -> {
          batches.add(batch);
          begun.countDown();
          goOn.await();
          return batch;
        };
    BatchPolicy atOnce = BatchPolicy.unboundedPending(8, Duration.ZERO);
    try (var batcher = MicroBatcher.builder(atOnce, handler).start()) {
      batcher.submit(0, "bucket");
      begun.await();
      List<CompletableFuture<Integer>> rest = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        rest.add(batcher.submit(i, "bucket"));
        Thread.sleep(5);
      }
      assertThat(batcher.queued()).isEqualTo(5);
      goOn.countDown();
      assertThat(rest.get(4)).succeedsWithin(Duration.ofSeconds(30));
    }
    assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3, 4, 5));
  }

  @Test
  void aBatchThatFailsWhenItsDeviceIsFree_isSplitAndWaitsForTheDevice() throws Exception {
    AtomicInteger onDevice = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    BatchHandler<Integer, Integer> handler =
        new Staged() {
          @Override
          public List<Integer> handle(List<Integer> batch, Runnable deviceFree) throws Exception {
            most.accumulateAndGet(onDevice.incrementAndGet(), Math::max);
            Thread.sleep(1);
            onDevice.decrementAndGet();
            deviceFree.run();
            Thread.sleep(1);
            if (batch.contains(13)) {
              throw new IllegalStateException("poison");
            }
            return batch;
          }
        };
    BatchPolicy eights = BatchPolicy.unboundedPending(8, Duration.ofMillis(1));
    try (var batcher = MicroBatcher.builder(eights, handler).start()) {
      List<CompletableFuture<Integer>> results = submit(batcher, 100);
      for (int i = 0; i < results.size(); i++) {
        if (i == 13) {
          assertThat(results.get(i))
              .failsWithin(Duration.ofSeconds(30))
              .withThrowableThat()
              .havingCause()
              .isInstanceOf(BatchItemException.class);
        } else {
          assertThat(results.get(i)).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(i);
        }
      }
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void stopping_endsARetryThatWaitsForTheDevice() throws Exception {
    CountDownLatch deviceIsTaken = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    BatchHandler<Integer, Integer> handler =
        new Staged() {
          @Override
          public List<Integer> handle(List<Integer> batch, Runnable deviceFree) throws Exception {
            if (batch.contains(0)) {
              deviceFree.run();
              deviceIsTaken.await();
              throw new IllegalStateException("to be tried again");
            }
            deviceIsTaken.countDown();
            never.await();
            return batch;
          }
        };
    var batcher = MicroBatcher.builder(PAIRS, handler).start();
    List<CompletableFuture<Integer>> results = submit(batcher, 4);
    deviceIsTaken.await();
    Thread.sleep(20);
    assertThat(batcher.stop(Duration.ofSeconds(30))).isTrue();
    await().until(() -> results.stream().allMatch(CompletableFuture::isCompletedExceptionally));
  }

  private static List<CompletableFuture<Integer>> submit(
      MicroBatcher<Integer, Integer> batcher, int count) throws InterruptedException {
    List<CompletableFuture<Integer>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(batcher.submit(i, "bucket"));
    }
    return results;
  }

  /** A handler that is only called with its way to free the device. */
  private abstract static class Staged implements BatchHandler<Integer, Integer> {
    @Override
    public final List<Integer> handle(List<Integer> batch) {
      throw new AssertionError("called without a way to say that the device is free");
    }
  }
}
