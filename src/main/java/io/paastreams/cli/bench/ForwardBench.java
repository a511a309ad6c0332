package io.paastreams.cli.bench;

import io.paastreams.geometry.Size;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.ForwardPass;
import io.paastreams.model.Model;
import io.paastreams.model.torch.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures the network alone at each precision and batch size. */
final class ForwardBench {

  private ForwardBench() {}

  /**
   * One line of the table.
   *
   * @param ofFloat32 the time of a batch as a share of float32's, measured alternately; NaN if
   *     float32 is not measured
   * @param peakResidentMiB the peak memory of this process in the meantime, including what earlier,
   *     larger batches took
   */
  record ForwardSpeed(
      String precision,
      int batch,
      double framesPerSecond,
      double millis,
      double ofFloat32,
      long peakResidentMiB) {

    private ForwardSpeed withOfFloat32(double ratio) {
      return new ForwardSpeed(precision, batch, framesPerSecond, millis, ratio, peakResidentMiB);
    }
  }

  static List<ForwardSpeed> run(Model model, BenchOptions options, Size input, ResidentPeak peak) {
    List<ForwardSpeed> figures = new ArrayList<>();
    for (Precision precision : options.precisions()) {
      try (ForwardPass pass = load(model, options, precision)) {
        List<ForwardSpeed> alone = new ArrayList<>();
        for (int batch : options.batchSizes()) {
          peak.reset();
          double seconds = secondsPerBatch(pass, options, input, batch);
          alone.add(
              new ForwardSpeed(
                  name(precision),
                  batch,
                  batch / seconds,
                  1e3 * seconds,
                  precision == Precision.FLOAT32 ? 1 : Double.NaN,
                  peak.mebibytes()));
        }
        boolean raced =
            precision != Precision.FLOAT32 && options.precisions().contains(Precision.FLOAT32);
        // After those, because the float32 network beside it takes memory of its own.
        figures.addAll(raced ? againstFloat32(alone, pass, model, options, input) : alone);
      }
    }
    return figures;
  }

  private static List<ForwardSpeed> againstFloat32(
      List<ForwardSpeed> alone, ForwardPass pass, Model model, BenchOptions options, Size input) {
    List<ForwardSpeed> raced = new ArrayList<>();
    try (ForwardPass float32 = load(model, options, Precision.FLOAT32)) {
      for (ForwardSpeed figure : alone) {
        Race race = Race.between(pass, float32, input, figure.batch(), options.seconds() / 2);
        raced.add(figure.withOfFloat32(race.timeOfOthers()));
      }
    }
    return raced;
  }

  /** The frames per second at the pipeline's precision and batch size, measured now. */
  static double perSecondNow(Model model, BenchOptions options, Size input) {
    int batch = options.largestBatch();
    try (ForwardPass pass = load(model, options, options.precisions().get(0))) {
      return batch / secondsPerBatch(pass, options, input, batch);
    }
  }

  /** The name of a precision in tables and files. */
  static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  private static ForwardPass load(Model model, BenchOptions options, Precision precision) {
    return ForwardPass.load(
        model, DetectorOptions.DEFAULT.withDevice(options.device()).withPrecision(precision));
  }

  private static double secondsPerBatch(
      ForwardPass pass, BenchOptions options, Size input, int batch) {
    try (ForwardPass.Rounds rounds = pass.on(input, batch)) {
      int count = (int) Math.max(2, Math.round(options.seconds() / rounds.seconds(1)));
      return rounds.seconds(count) / count;
    }
  }
}
