package io.paastreams.cli.bench;

import io.paastreams.geometry.Size;
import io.paastreams.inference.ForwardPass;
import java.util.ArrayList;
import java.util.List;

/**
 * Two networks that alternate on the same batch, so that whatever else the machine does affects
 * both.
 *
 * @param millis the time per batch of the first, the median of all turns
 * @param othersMillis the time per batch of the second
 * @param timeOfOthers the first one's time divided by the second's: the median of neighbouring
 *     turns
 */
record Race(double millis, double othersMillis, double timeOfOthers) {

  private static final int FEWEST_TURNS = 5;

  /**
   * The length of a turn: long enough for the clock, and short enough for the machine not to change
   * much.
   */
  private static final double SECONDS_PER_TURN = 0.05;

  /**
   * Runs a race.
   *
   * @param seconds the approximate time for each
   */
  static Race between(ForwardPass one, ForwardPass other, Size input, int batch, double seconds) {
    List<Double> times = new ArrayList<>();
    List<Double> otherTimes = new ArrayList<>();
    try (ForwardPass.Rounds ones = one.on(input, batch);
        ForwardPass.Rounds others = other.on(input, batch)) {
      int rounds = (int) Math.max(1, Math.ceil(SECONDS_PER_TURN / ones.seconds(1)));
      long end = System.nanoTime() + (long) (2e9 * seconds);
      for (int turn = 0; turn < FEWEST_TURNS || System.nanoTime() < end; turn++) {
        // The second one finds the caches as the first one left them, so they swap.
        if (turn % 2 == 0) {
          times.add(ones.seconds(rounds) / rounds);
          otherTimes.add(others.seconds(rounds) / rounds);
        } else {
          otherTimes.add(others.seconds(rounds) / rounds);
          times.add(ones.seconds(rounds) / rounds);
        }
      }
    }
    return of(times, otherTimes);
  }

  /**
   * Computes the medians of turns.
   *
   * @param ones the seconds per batch of the first, turn by turn
   * @param others those of the second, as many
   */
  static Race of(List<Double> ones, List<Double> others) {
    List<Double> ratios = new ArrayList<>();
    for (int turn = 0; turn < ones.size(); turn++) {
      ratios.add(ones.get(turn) / others.get(turn));
    }
    return new Race(1e3 * Median.of(ones), 1e3 * Median.of(others), Median.of(ratios));
  }
}
