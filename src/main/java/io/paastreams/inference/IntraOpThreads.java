package io.paastreams.inference;

import ai.djl.ndarray.types.Shape;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides how many threads the operations of one image's forward pass should have.
 *
 * <p>The threads of an operation wait for the slowest among them, and a network has about sixty
 * operations in sequence. How much more threads save therefore depends on the size of the network,
 * on how its waiting threads wait, and on what else the machine does. So it is measured: from all
 * threads down, half as many are tried, and the larger number is kept if it saves at least a
 * quarter of the time. Otherwise those threads do more elsewhere.
 *
 * <p>This is learned for each input size and, because the load of the machine changes, learned anew
 * from time to time. A pass that takes long is never tried with fewer threads.
 *
 * <p>Threading: safe.
 */
final class IntraOpThreads {

  /** Passes with each number of threads. */
  private static final int TRIALS = 10;

  /**
   * The third fastest of the trials counts: the first passes of a process are slow, and so are
   * those during which something else runs for a moment.
   */
  private static final int COUNTING_TRIAL = 2;

  private static final double WORTHWHILE = 0.75;

  /** With passes that take so long, waking threads costs next to nothing. */
  private static final long LONG_NANOS_PER_THREAD = 50_000_000;

  /** This becomes twice as many each time, because a young process has yet to become fast. */
  private static final int FIRST_PASSES_UNTIL_LEARNED_ANEW = 64;

  private static final int MOST_PASSES_UNTIL_LEARNED_ANEW = 1024;

  private final Map<Shape, Trials> trials = new ConcurrentHashMap<>();

  /**
   * The number of threads for the next pass.
   *
   * @param input the shape of the image
   * @param available the number of available threads, at least 1
   * @return 1 to {@code available}
   */
  int next(Shape input, int available) {
    return trialsOf(input).next(available);
  }

  /** Records a pass. */
  void took(Shape input, int threads, long nanos) {
    trialsOf(input).took(threads, nanos);
  }

  private Trials trialsOf(Shape input) {
    return trials.computeIfAbsent(input, shape -> new Trials());
  }

  /** The times of passes with one input size. */
  private static final class Trials {

    @GuardedBy("this")
    private final Map<Integer, List<Long>> nanosByThreads = new HashMap<>();

    @GuardedBy("this")
    private int passes;

    @GuardedBy("this")
    private int passesUntilLearnedAnew = FIRST_PASSES_UNTIL_LEARNED_ANEW;

    synchronized int next(int available) {
      for (int threads = available; threads > 1; threads /= 2) {
        int half = threads / 2;
        int trials = trials(threads);
        if (trials == 0 || nanos(threads, 0) > threads * LONG_NANOS_PER_THREAD) {
          return threads;
        }
        int trialsOfHalf = trials(half);
        if (trials < TRIALS || trialsOfHalf < TRIALS) {
          return trials <= trialsOfHalf ? threads : half; // in turns, as the load changes
        }
        if (nanos(threads, COUNTING_TRIAL) <= WORTHWHILE * nanos(half, COUNTING_TRIAL)) {
          return threads;
        }
      }
      return 1;
    }

    synchronized void took(int threads, long nanos) {
      passes++;
      if (passes > passesUntilLearnedAnew) {
        passes = 0;
        passesUntilLearnedAnew =
            Math.min(MOST_PASSES_UNTIL_LEARNED_ANEW, 2 * passesUntilLearnedAnew);
        nanosByThreads.clear();
      }
      List<Long> all = nanosByThreads.computeIfAbsent(threads, number -> new ArrayList<>());
      if (all.size() < TRIALS) {
        all.add(nanos);
      }
    }

    @GuardedBy("this")
    private int trials(int threads) {
      return nanosByThreads.getOrDefault(threads, List.of()).size();
    }

    /** The time of one of the trials; 0 is the fastest. */
    @GuardedBy("this")
    private long nanos(int threads, int trial) {
      return nanosByThreads.getOrDefault(threads, List.of()).stream()
          .sorted()
          .skip(trial)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    }
  }
}
