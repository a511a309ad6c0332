package io.paastreams.inference;

import io.paastreams.geometry.Size;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One image through the int8 network on all cores, by the only thread that computes, or while
 * another one that has computed lives on with helpers of its own. How the helpers wait depends on
 * {@code OMP_WAIT_POLICY} and {@code GOMP_SPINCOUNT} in the environment.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WaitingThreadsBenchmark {

  private static final int EARLIER_PASSES = 20;

  @Param({"false", "true"})
  public boolean afterAnotherThread;

  private final ExecutorService another = Executors.newSingleThreadExecutor();
  private DoubleSupplier onePass = () -> Double.NaN;
  private Runnable closing = () -> {};

  @Setup
  public void load() throws Exception {
    TorchRuntime.start();
    Executor thread = afterAnotherThread ? another : Runnable::run;
    CompletableFuture.runAsync(this::open, thread).get();
  }

  private void open() {
    DetectorOptions options =
        DetectorOptions.DEFAULT
            .withPrecision(Precision.INT8)
            .withThreads(TorchRuntime.threads(0, 1));
    ForwardPass pass = ForwardPass.load(model(), options);
    ForwardPass.Rounds rounds = pass.on(new Size(320, 256), 1);
    rounds.seconds(EARLIER_PASSES);
    onePass = () -> rounds.seconds(1);
    closing =
        () -> {
          rounds.close();
          pass.close();
        };
  }

  private static Model model() {
    try {
      return ModelFolder.read(Path.of("models/thermal-sky"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Benchmark
  public double oneImage() {
    return onePass.getAsDouble();
  }

  @TearDown
  public void close() {
    closing.run();
    another.shutdownNow();
  }
}
