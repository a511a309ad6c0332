package io.paastreams.cli.bench;

import io.paastreams.geometry.Size;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.ForwardPass;
import io.paastreams.model.Model;
import io.paastreams.model.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network against the same one as TorchScript, in float32, in one process. They take turns, so
 * that whatever else the machine does hits both.
 */
final class ScriptBench {

  private static final int FEWEST_TURNS = 5;

  /** A turn is long enough for the clock, and short enough for the machine not to change much. */
  private static final double SECONDS_A_TURN = 0.05;

  private ScriptBench() {}

  /**
   * The comparison.
   *
   * @param file of the module
   * @param largestDifference of any output on one random picture; null where our weights are random
   *     and the module's cannot be the same
   */
  record Figure(String file, @Nullable Double largestDifference, List<Line> lines) {

    Figure {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One batch size.
   *
   * @param millis a batch of ours, the median of all turns
   * @param scriptMillis a batch of the module's
   * @param speedOfScripts our frames a second over the module's: the median of neighbouring turns
   */
  record Line(int batch, double millis, double scriptMillis, double speedOfScripts) {

    /**
     * Medians of turns.
     *
     * @param ours seconds a batch, turn by turn
     * @param scripts as many
     */
    static Line of(int batch, List<Double> ours, List<Double> scripts) {
      List<Double> ratios = new ArrayList<>();
      for (int turn = 0; turn < ours.size(); turn++) {
        ratios.add(scripts.get(turn) / ours.get(turn));
      }
      return new Line(batch, 1e3 * Median.of(ours), 1e3 * Median.of(scripts), Median.of(ratios));
    }
  }

  static Figure run(Model model, BenchOptions options, Size input, Path file) {
    DetectorOptions how =
        DetectorOptions.DEFAULT.withDevice(options.device()).withPrecision(Precision.FLOAT32);
    List<Line> lines = new ArrayList<>();
    try (ForwardPass ours =
            ForwardPass.load(model.recipe(), model.weights(), model.labels().size(), how);
        ForwardPass script = ForwardPass.loadScript(file, how)) {
      double difference = ForwardPass.largestDifference(ours, script, input);
      for (int batch : options.batchSizes()) {
        lines.add(race(ours, script, input, batch, options.seconds()));
      }
      return new Figure(file.toString(), options.randomWeights() ? null : difference, lines);
    }
  }

  private static Line race(
      ForwardPass ours, ForwardPass script, Size input, int batch, double seconds) {
    List<Double> times = new ArrayList<>();
    List<Double> scriptTimes = new ArrayList<>();
    try (ForwardPass.Rounds mine = ours.on(input, batch);
        ForwardPass.Rounds theirs = script.on(input, batch)) {
      int rounds = (int) Math.max(1, Math.ceil(SECONDS_A_TURN / mine.seconds(1)));
      long end = System.nanoTime() + (long) (2e9 * seconds);
      for (int turn = 0; turn < FEWEST_TURNS || System.nanoTime() < end; turn++) {
        // Who comes second finds the caches as the first one left them: they swap.
        if (turn % 2 == 0) {
          times.add(mine.seconds(rounds) / rounds);
          scriptTimes.add(theirs.seconds(rounds) / rounds);
        } else {
          scriptTimes.add(theirs.seconds(rounds) / rounds);
          times.add(mine.seconds(rounds) / rounds);
        }
      }
    }
    return Line.of(batch, times, scriptTimes);
  }
}
