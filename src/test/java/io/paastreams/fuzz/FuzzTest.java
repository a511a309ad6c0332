package io.paastreams.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes valid inputs at random and passes them to every reader of untrusted bytes. An input that
 * leads to a new outcome is kept and changed further, so that the search goes deeper than changes
 * to valid inputs alone.
 *
 * <p>{@code -Dpaa.fuzz.inputs=1000000} says how many inputs a reader gets, {@code
 * -Dpaa.fuzz.seed=7} which ones, {@code -Dpaa.fuzz.target=png} which reader. An input that breaks a
 * property is written to {@code target/fuzz}.
 */
@Tag("slow")
class FuzzTest {

  private static final boolean LONG = Boolean.getBoolean("paa.long");
  private static final int INPUTS = Integer.getInteger("paa.fuzz.inputs", LONG ? 1_000_000 : 1_000);
  private static final long SEED =
      Long.getLong("paa.fuzz.seed", LONG ? System.currentTimeMillis() : 20260301);
  private static final int MOST_KEPT = 400;
  private static final int LEAST_CUT = 64 << 10;

  /** The limit in CPU time, because on a busy machine a thread may wait long without hanging. */
  private static final Duration INPUT_TIME = Duration.ofSeconds(10);

  /** The limit in elapsed time, for an input that waits for ever without computing. */
  private static final Duration INPUT_WAIT = Duration.ofMinutes(10);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @TempDir static Path folder;

  static Stream<Target> readers() throws IOException {
    String only = System.getProperty("paa.fuzz.target");
    FuzzTargets targets = new FuzzTargets(Files.createTempDirectory(folder, "inputs"));
    return only == null ? targets.all().stream() : Stream.of(targets.named(only));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void everyInput_isReadOrRefused(Target target) throws Exception {
    Run run = new Run(target);
    FutureTask<Void> task = new FutureTask<>(run, null);
    Thread worker = new Thread(task, "fuzz-" + target.name());
    worker.setDaemon(true);
    worker.start();
    while (!task.isDone()) {
      try {
        task.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        long computed = THREADS.getThreadCpuTime(worker.getId()) - run.inputBegunCpu;
        if (computed > INPUT_TIME.toNanos()
            || System.nanoTime() - run.inputBegun > INPUT_WAIT.toNanos()) {
          AssertionError hang = new AssertionError("an input takes longer than " + INPUT_TIME);
          hang.setStackTrace(worker.getStackTrace());
          throw run.broken(hang);
        }
      } catch (ExecutionException e) {
        throw (AssertionError) e.getCause();
      }
    }
    System.out.printf(
        "%s: %d inputs of seed %d, %d outcomes, %d %% read%n",
        target, run.done, SEED, run.outcomes.size(), 100L * run.read() / run.done);
    assertThat(run.done).isEqualTo(INPUTS);
    // Neither everything nor nothing passes: the changes are neither harmless nor hopeless.
    assertThat(run.outcomes).containsKey("read").hasSizeGreaterThan(5);
  }

  /** One target's inputs, in one thread; the test's thread reads the fields. */
  private static final class Run implements Runnable {
    private final Target target;
    private final FuzzCheck check;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, Integer> outcomes = new HashMap<>();
    private final List<byte[]> corpus;
    private volatile int done;
    private volatile long inputBegun = System.nanoTime();
    private volatile long inputBegunCpu;
    private volatile byte @Nullable [] input;

    Run(Target target) {
      this.target = target;
      this.check = new FuzzCheck(target);
      this.corpus = new ArrayList<>(target.seeds());
    }

    @Override
    public void run() {
      // Valid inputs load the classes, whose memory is not due to the inputs.
      for (byte[] seed : target.seeds()) {
        outcomes.merge(check.warm(seed), 1, Integer::sum);
      }
      int longest = target.seeds().stream().mapToInt(seed -> seed.length).max().orElse(0);
      Mutator mutator = new Mutator(random, target.words(), Math.max(LEAST_CUT, longest + 1024));
      while (done < INPUTS) {
        byte[] made = mutator.mutate(any(), any());
        if (random.nextInt(4) > 0) {
          made = target.repair().apply(made);
        }
        input = made;
        inputBegun = System.nanoTime();
        inputBegunCpu = THREADS.getCurrentThreadCpuTime();
        try {
          if (outcomes.merge(check.check(made), 1, Integer::sum) == 1
              && corpus.size() < MOST_KEPT) {
            corpus.add(made);
          }
        } catch (AssertionError e) {
          throw broken(e);
        }
        done++;
      }
    }

    /** Valid inputs are chosen as often as all the kept ones together. */
    private byte[] any() {
      boolean sound = random.nextBoolean();
      return corpus.get(random.nextInt(sound ? target.seeds().size() : corpus.size()));
    }

    int read() {
      return outcomes.getOrDefault("read", 0);
    }

    AssertionError broken(AssertionError cause) {
      byte[] bytes = input == null ? new byte[0] : input;
      Path file = Path.of("target/fuzz", target + "-" + SEED + "-" + done + ".bin");
      try {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
      return new AssertionError(
          "%s, input %d of seed %d (%d bytes, in %s, begins with %s): %s"
              .formatted(
                  target,
                  done,
                  SEED,
                  bytes.length,
                  file,
                  Arrays.toString(Arrays.copyOf(bytes, Math.min(16, bytes.length))),
                  cause.getMessage()),
          cause);
    }
  }
}
