package io.paastreams.cli.bench;

import io.paastreams.geometry.Size;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.ForwardPass;
import io.paastreams.model.Model;
import io.paastreams.model.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The network alone at each precision and batch size. */
final class ForwardBench {

  private ForwardBench() {}

  /**
   * One line of the table.
   *
   * @param ofFloat32 time of a picture as a share of float32's at the same batch size; NaN where
   *     float32 is not measured
   * @param peakResidentMiB of this process meanwhile; what larger batches before took stays in it
   */
  record Figure(
      String precision,
      int batch,
      double framesPerSecond,
      double millis,
      double ofFloat32,
      long peakResidentMiB) {}

  static List<Figure> run(Model model, BenchOptions options, Size input, ResidentPeak peak) {
    List<Figure> figures = new ArrayList<>();
    for (Precision precision : options.precisions()) {
      try (ForwardPass pass = load(model, options, precision)) {
        for (int batch : options.batchSizes()) {
          peak.reset();
          double millis = 1e3 * secondsABatch(pass, options, input, batch);
          figures.add(
              new Figure(
                  name(precision),
                  batch,
                  1e3 * batch / millis,
                  millis,
                  millis / float32(figures, batch, precision, millis),
                  peak.mebibytes()));
        }
      }
    }
    return figures;
  }

  /** Frames a second of the pipeline's precision and batch size, measured now. */
  static double perSecondNow(Model model, BenchOptions options, Size input) {
    int batch = options.largestBatch();
    try (ForwardPass pass = load(model, options, options.precisions().get(0))) {
      return batch / secondsABatch(pass, options, input, batch);
    }
  }

  /** As tables and files have it. */
  static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  private static ForwardPass load(Model model, BenchOptions options, Precision precision) {
    return ForwardPass.load(
        model.recipe(),
        model.weights(),
        model.labels().size(),
        DetectorOptions.DEFAULT.withDevice(options.device()).withPrecision(precision));
  }

  private static double secondsABatch(
      ForwardPass pass, BenchOptions options, Size input, int batch) {
    try (ForwardPass.Rounds rounds = pass.on(input, batch)) {
      int count = (int) Math.max(2, Math.round(options.seconds() / rounds.seconds(1)));
      return rounds.seconds(count) / count;
    }
  }

  private static double float32(
      List<Figure> figures, int batch, Precision precision, double millis) {
    return precision == Precision.FLOAT32
        ? millis
        : figures.stream()
            .filter(figure -> figure.batch() == batch && figure.precision().equals("float32"))
            .mapToDouble(Figure::millis)
            .findFirst()
            .orElse(Double.NaN);
  }
}
