package io.paastreams.cli.bench;

import io.paastreams.geometry.Size;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.ForwardPass;
import io.paastreams.model.Model;
import io.paastreams.model.torch.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures the network against the same one as TorchScript, in float32, in one process and
 * alternately.
 */
final class ScriptBench {

  private ScriptBench() {}

  /**
   * The comparison.
   *
   * @param file the module's file
   * @param largestDifference the largest difference of any output on one random image; null if our
   *     weights are random and the module's cannot be the same
   */
  record ScriptSpeed(String file, @Nullable Double largestDifference, List<Line> lines) {

    ScriptSpeed {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One batch size.
   *
   * @param millis our time per batch
   * @param scriptMillis the module's time per batch
   * @param speedOfScripts our frames per second divided by the module's
   */
  record Line(int batch, double millis, double scriptMillis, double speedOfScripts) {

    static Line of(int batch, Race race) {
      return new Line(batch, race.millis(), race.othersMillis(), 1 / race.timeOfOthers());
    }
  }

  static ScriptSpeed run(Model model, BenchOptions options, Size input, Path file) {
    DetectorOptions how =
        DetectorOptions.DEFAULT.withDevice(options.device()).withPrecision(Precision.FLOAT32);
    List<Line> lines = new ArrayList<>();
    try (ForwardPass ours = ForwardPass.load(model, how);
        ForwardPass script = ForwardPass.loadScript(file, how)) {
      double difference = ForwardPass.largestDifference(ours, script, input);
      for (int batch : options.batchSizes()) {
        lines.add(Line.of(batch, Race.between(ours, script, input, batch, options.seconds())));
      }
      return new ScriptSpeed(file.toString(), options.randomWeights() ? null : difference, lines);
    }
  }
}
