package io.paastreams.inference;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides how many threads the operations of one image's forward pass should have.
 *
 * <p>The threads of an operation wait for the slowest among them, and a network has about sixty
 * operations in sequence. Where one takes less than a millisecond, waking threads for it costs as
 * much as they save: a 320x256 image takes 37 ms through a small network with one thread and 34 ms
 * with two, and the second thread would be missed elsewhere. Hence one thread for every 50 ms that
 * the image takes on a single thread.
 *
 * <p>That time is learned for each input size: once a pass with all threads was quick enough for it
 * to matter, the next few are made with one thread. A pass that takes long is never tried with one.
 *
 * <p>Threading: safe.
 */
final class IntraOpThreads {

  private static final long NANOS_PER_THREAD = 50_000_000;

  /**
   * The number of trials, of which the fastest counts, because the others had to share their core.
   */
  private static final int TRIALS = 3;

  private final Map<Shape, Times> times = new ConcurrentHashMap<>();

  /**
   * The number of threads for the next pass.
   *
   * @param input the shape of the image
   * @param available the number of available threads, at least 1
   * @return 1 to {@code available}
   */
  int next(Shape input, int available) {
    Times known = times.getOrDefault(input, Times.UNKNOWN);
    if (available == 1 || known.withSeveral > available * NANOS_PER_THREAD) {
      return available;
    }
    if (known.trials < TRIALS) {
      return 1;
    }
    return (int)
        Math.max(1, Math.min(available, Math.round((double) known.withOne / NANOS_PER_THREAD)));
  }

  /** Records a pass. */
  void took(Shape input, int threads, long nanos) {
    times.merge(input, Times.of(threads, nanos), Times::and);
  }

  /**
   * The quickest passes of one input.
   *
   * @param trials the number of passes with one thread
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
