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
   */
  record Figure(
      String precision, int batch, double framesPerSecond, double millis, double ofFloat32) {}

  static List<Figure> run(Model model, BenchOptions options, Size input) {
    List<Figure> figures = new ArrayList<>();
    for (Precision precision : options.precisions()) {
      DetectorOptions how =
          DetectorOptions.DEFAULT.withDevice(options.device()).withPrecision(precision);
      try (ForwardPass pass =
          ForwardPass.load(model.recipe(), model.weights(), model.labels().size(), how)) {
        for (int batch : options.batchSizes()) {
          double one = pass.seconds(input, batch, 2) / 2;
          int rounds = (int) Math.max(2, Math.round(options.seconds() / one));
          double millis = 1e3 * pass.seconds(input, batch, rounds) / rounds;
          figures.add(
              new Figure(
                  precision.name().toLowerCase(Locale.ROOT),
                  batch,
                  1e3 * batch / millis,
                  millis,
                  millis / float32(figures, batch, precision, millis)));
        }
      }
    }
    return figures;
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
