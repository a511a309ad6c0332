package io.paastreams.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * A batcher whose time stands still until a test advances it, with a handler that doubles numbers
 * and records its arguments.
 */
final class BatcherFixture {

  static final Duration DELAY = Duration.ofMillis(10);

  final List<List<Integer>> calls = new ArrayList<>();
  final List<BatchReport> reports = new ArrayList<>();
  final List<Integer> lowered = new ArrayList<>();
  final List<BatchTuning> tunings = new ArrayList<>();
  final Set<Integer> poison = new HashSet<>();

  /** Runs during each call of the handler. */
  Runnable onCall = () -> {};

  /** Batches larger than this run out of memory. */
  int memory = Integer.MAX_VALUE;

  /** The duration of this handler's calls in nanoseconds of the batcher's clock. */
  long callNanos;

  /** Starts near the overflow of a nanosecond clock, which must make no difference. */
  long now = Long.MAX_VALUE - 5_000_000;

  final MicroBatcher<Integer, Integer> batcher;

  BatcherFixture(int maxSize) {
    this(maxSize, Duration.ZERO);
  }

  /** Under a latency target, unless it is zero. */
  BatcherFixture(int maxSize, Duration target) {
    batcher =
        MicroBatcher.<Integer, Integer>builder(
                BatchPolicy.unboundedPending(maxSize, DELAY), this::handle)
            .nanoClock(() -> now)
            .listener(new Recorder())
            .latencyTarget(target)
            .buildStepwise();
  }

  private List<Integer> handle(List<Integer> batch) {
    calls.add(batch);
    onCall.run();
    now += callNanos;
    if (batch.size() > memory) {
      throw new OutOfMemoryError("pretended: " + batch.size() + " items");
    }
    if (batch.stream().anyMatch(poison::contains)) {
      throw new IllegalStateException("poison in " + batch);
    }
    return batch.stream().map(i -> 2 * i).toList();
  }

  CompletableFuture<Integer> submit(int item) {
    return submit(item, "bucket");
  }

  CompletableFuture<Integer> submit(int item, Object bucket) {
    try {
      return batcher.submit(item, bucket);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  List<CompletableFuture<Integer>> submitAll(int count) {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    IntFunction<CompletableFuture<Integer>> submit = this::submit;
    for (int i = 0; i < count; i++) {
      futures.add(submit.apply(i));
    }
    return futures;
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  void runDueBatches() {
    while (batcher.runDueBatch()) {
      // until nothing is due
    }
  }

  private final class Recorder implements BatchListener {
    @Override
    public void batchDone(BatchReport report) {
      reports.add(report);
    }

    @Override
    public void tuned(Object bucket, BatchTuning tuning) {
      tunings.add(tuning);
    }

    @Override
    public void limitLowered(Object bucket, int limit) {
      lowered.add(limit);
    }
  }
}
