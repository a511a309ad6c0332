package io.paastreams.training;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Averages the figures of the steps since the last report. */
final class ProgressMeter {

  private static final int EVERY = 10;

  private final long total;
  private final LongSupplier waitNanos;
  private final double[] losses = new double[3];
  private double norms;
  private double positives;
  private int steps;
  private long reportedAt = System.nanoTime();
  private long waitedBefore;

  ProgressMeter(long total, LongSupplier waitNanos) {
    this.total = total;
    this.waitNanos = waitNanos;
  }

  void add(float[] stepLosses, double norm, int[] stepPositives) {
    for (int i = 0; i < losses.length; i++) {
      losses[i] += stepLosses[i];
    }
    norms += norm;
    positives += IntStream.of(stepPositives).average().orElse(0);
    steps++;
  }

  boolean isDue(long done) {
    return done % EVERY == 0 || done == total;
  }

  TrainingListener.Progress report(long done, double rate) {
    long now = System.nanoTime();
    double seconds = (now - reportedAt) / 1e9 / steps;
    long waited = waitNanos.getAsLong();
    TrainingListener.Progress progress =
        new TrainingListener.Progress(
            done,
            total,
            rate,
            losses[0] / steps,
            losses[1] / steps,
            losses[2] / steps,
            norms / steps,
            positives / steps,
            seconds,
            (waited - waitedBefore) / (double) Math.max(1, now - reportedAt),
            Duration.ofSeconds((long) (seconds * (total - done))));
    Arrays.fill(losses, 0);
    norms = 0;
    positives = 0;
    steps = 0;
    reportedAt = now;
    waitedBefore = waited;
    return progress;
  }
}
