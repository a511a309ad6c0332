package io.paastreams.ingest;

import java.time.Duration;

/**
 * How long to wait before a broken live source is opened again: doubling from {@code first} to
 * {@code longest}, and starting over once the source has delivered a frame.
 */
public record Backoff(Duration first, Duration longest) {

  private static final Duration FIRST = Duration.ofSeconds(1);

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "waits must be positive and not decrease: first %s, longest %s"
              .formatted(first, longest));
    }
  }

  /** Starts at one second, or at the longest wait if that is shorter. */
  public static Backoff upTo(Duration longest) {
    return new Backoff(longest.compareTo(FIRST) < 0 ? longest : FIRST, longest);
  }

  /** The wait before the attempt that follows this many failures, counted from 1. */
  Duration wait(int failures) {
    Duration wait = first;
    for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
