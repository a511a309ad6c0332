package io.paastreams.batch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs an item to go through the batcher and back when handling it costs nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class HandOverBenchmark {

  private static final int ITEMS = 64;

  @Param({"1", "8", "32"})
  public int batchSize;

  private MicroBatcher<Integer, Integer> batcher = batcher(1);

  private static MicroBatcher<Integer, Integer> batcher(int size) {
    return MicroBatcher.<Integer, Integer>builder(
            BatchPolicy.unboundedPending(size, Duration.ZERO), List::copyOf)
        .start();
  }

  @Setup
  public void start() {
    batcher.close();
    batcher = batcher(batchSize);
  }

  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public int submitAndAwait() throws InterruptedException, ExecutionException {
    CompletableFuture<?>[] results = new CompletableFuture<?>[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      results[i] = batcher.submit(i, "bucket");
    }
    CompletableFuture.allOf(results).get();
    return results.length;
  }

  @TearDown
  public void stop() {
    batcher.close();
  }
}
