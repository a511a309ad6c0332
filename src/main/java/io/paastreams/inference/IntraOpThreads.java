package io.paastreams.inference;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many threads the operations of one picture's forward pass should have.
 *
 * <p>The threads of an operation wait for the slowest of them, and a network has some sixty
 * operations one after the other. Where one takes less than a millisecond, waking threads for it
 * costs as much as they save: a picture of 320x256 through a small network takes 37 ms with one
 * thread and 34 ms with two, which are then missing elsewhere. Hence one thread for each 50 ms that
 * the picture takes on one.
 *
 * <p>That time is learned for each size of input: once a pass with all threads was quick enough for
 * it to matter, the next few are made with one. A pass that takes long is never tried with one.
 *
 * <p>Threading: safe.
 */
final class IntraOpThreads {

  private static final long NANOS_A_THREAD = 50_000_000;

  /** The quickest counts: others had to share their core. */
  private static final int TRIALS = 3;

  private final Map<Shape, Times> times = new ConcurrentHashMap<>();

  /**
   * The number for the next pass.
   *
   * @param input shape of the picture
   * @param available at least 1
   * @return 1 to {@code available}
   */
  int next(Shape input, int available) {
    Times known = times.getOrDefault(input, Times.UNKNOWN);
    if (available == 1 || known.withSeveral > available * NANOS_A_THREAD) {
      return available;
    }
    if (known.trials < TRIALS) {
      return 1;
    }
    return (int)
        Math.max(1, Math.min(available, Math.round((double) known.withOne / NANOS_A_THREAD)));
  }

  /** A pass has been made. */
  void took(Shape input, int threads, long nanos) {
    times.merge(input, Times.of(threads, nanos), Times::and);
  }

  /**
   * The quickest passes of one input.
   *
   * @param trials passes with one thread
   */
  private record Times(long withOne, int trials, long withSeveral) {

    static final Times UNKNOWN = new Times(Long.MAX_VALUE, 0, Long.MAX_VALUE);

    static Times of(int threads, long nanos) {
      return threads == 1
          ? new Times(nanos, 1, Long.MAX_VALUE)
          : new Times(Long.MAX_VALUE, 0, nanos);
    }

    Times and(Times other) {
      return new Times(
          Math.min(withOne, other.withOne),
          Math.min(TRIALS, trials + other.trials),
          Math.min(withSeveral, other.withSeveral));
    }
  }
}
