package io.paastreams.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MicroBatcherThreadsTest {

  @Test
  void manySubmitters_eachGetTheirOwnResultsWhateverHappensToOthers() throws Exception {
    int threads = 6;
    int each = 3_000;
    AtomicInteger concurrent = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger oversized = new AtomicInteger();
    BatchHandler<Integer, Integer> handler =
        batch -> {
          overlaps.addAndGet(concurrent.getAndIncrement());
          oversized.addAndGet(batch.size() > 16 ? 1 : 0);
          concurrent.decrementAndGet();
          if (batch.stream().anyMatch(i -> i % 97 == 0)) {
            throw new IllegalStateException("multiple of 97");
          }
          return batch.stream().map(i -> -i).toList();
        };
    BatchPolicy policy = new BatchPolicy(16, Duration.ofMillis(1), 64);
    var executor = Executors.newFixedThreadPool(threads);
    try (var batcher = MicroBatcher.builder(policy, handler).start()) {
      List<Future<Integer>> workers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int seed = t;
        workers.add(executor.submit(() -> submitAndCheck(batcher, seed, each)));
      }
      for (Future<Integer> worker : workers) {
        assertThat(worker.get(50, SECONDS)).isEqualTo(each);
      }
      assertThat(batcher.queued()).isZero();
    } finally {
      executor.shutdownNow();
    }
    assertThat(overlaps).hasValue(0);
    assertThat(oversized).hasValue(0);
  }

  /** The handler's list passes inspection but fails when results are taken. */
  @Test
  void deathOfTheThread_failsEverybodyWhoWaitsAndWhoComesLater() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    BatchHandler<Integer, Integer> handler =
        batch ->
            new AbstractList<>() {
              @Override
              public Integer get(int index) {
                if (taken.getAndIncrement() >= batch.size()) {
                  throw new IllegalStateException("planted");
                }
                return batch.get(index);
              }

              @Override
              public int size() {
                return batch.size();
              }
            };
    BatchPolicy policy = new BatchPolicy(2, Duration.ofMinutes(1), 64);
    try (var batcher = MicroBatcher.builder(policy, handler).start()) {
      var lonely = batcher.submit(0, "another bucket");
      var first = batcher.submit(1, "bucket");
      var second = batcher.submit(2, "bucket");
      for (var result : List.of(first, second, lonely)) {
        assertThat(result)
            .failsWithin(Duration.ofSeconds(10))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(BatcherStoppedException.class)
            .withMessageContaining("planted");
      }
      assertThat(batcher.submit(3, "bucket")).isCompletedExceptionally();
    }
  }

  private static int submitAndCheck(MicroBatcher<Integer, Integer> batcher, int seed, int count)
      throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> items = new ArrayList<>();
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int item = random.nextInt(1_000_000);
      items.add(item);
      futures.add(batcher.submit(item, item % 3, 1 + item % 2));
      if (random.nextInt(20) == 0) {
        futures.get(i).cancel(false);
      }
      if (random.nextInt(50) == 0) {
        batcher.flush();
      }
    }
    int right = 0;
    for (int i = 0; i < count; i++) {
      int item = items.get(i);
      right +=
          futures
                  .get(i)
                  .handle(
                      (result, failure) -> {
                        if (failure == null) {
                          return result == -item;
                        }
                        return failure instanceof BatchItemException
                            ? item % 97 == 0
                            : failure instanceof java.util.concurrent.CancellationException;
                      })
                  .get(20, SECONDS)
              ? 1
              : 0;
    }
    return right;
  }

  @Test
  void itemHeavierThanThePolicyAllows_isLetInAlone() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    BatchPolicy policy = new BatchPolicy(8, Duration.ZERO, 10);
    BatchHandler<Integer, Integer> handler =
        batch -> {
          release.await();
          return batch;
        };
    try (var batcher = MicroBatcher.builder(policy, handler).start()) {
      CompletableFuture<Integer> heavy = batcher.submit(1, "bucket", 1_000);
      CompletableFuture<CompletableFuture<Integer>> light =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return batcher.submit(2, "bucket", 1);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      await().during(Duration.ofMillis(50)).until(() -> !light.isDone());
      release.countDown();

      assertThat(heavy.get(10, SECONDS)).isEqualTo(1);
      assertThat(light.get(10, SECONDS).get(10, SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void stop_failsAtOnceWhatIsBeingComputedAndInterruptsTheHandler() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    BatchHandler<Integer, Integer> handler =
        batch -> {
          entered.countDown();
          new CountDownLatch(1).await();
          return batch;
        };
    var batcher =
        MicroBatcher.builder(BatchPolicy.unboundedPending(4, Duration.ZERO), handler).start();
    CompletableFuture<Integer> computing = batcher.submit(1, "bucket");
    assertThat(entered.await(10, SECONDS)).isTrue();
    CompletableFuture<Integer> queued = batcher.submit(2, "bucket");

    assertThat(batcher.stop(Duration.ofSeconds(10))).isTrue();

    assertThat(computing).isCompletedExceptionally();
    assertThat(queued).isCompletedExceptionally();
  }

  @Test
  void stop_saysWhenTheHandlerDoesNotReturn() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    BatchHandler<Integer, Integer> deaf =
        batch -> {
          entered.countDown();
          boolean released = false;
          while (!released) {
            try {
              release.await();
              released = true;
            } catch (InterruptedException e) {
              // a native forward ignores interrupts, too
            }
          }
          return batch;
        };
    var batcher =
        MicroBatcher.builder(BatchPolicy.unboundedPending(1, Duration.ZERO), deaf).start();
    CompletableFuture<Integer> future = batcher.submit(1, "bucket");
    assertThat(entered.await(10, SECONDS)).isTrue();

    assertThat(batcher.stop(Duration.ofMillis(20))).isFalse();
    assertThat(future).isCompletedExceptionally();
    release.countDown();
    assertThat(batcher.stop(Duration.ofSeconds(10))).isTrue();
  }
}
