package io.paastreams.evaluation;

import io.paastreams.dataset.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what an evaluation found as images for people. */
public final class EvaluationReport {

  /** The number of images of each kind. */
  private static final int WORST = 20;

  private EvaluationReport() {}

  /**
   * Writes {@code precision-recall.png}, {@code reliability.png} and the worst false alarms and
   * misses.
   *
   * @param folder the folder; created if it is missing
   */
  public static void writePlots(
      Path folder, Evaluation evaluation, CocoMetrics metrics, ImageSource source)
      throws IOException {
    Files.createDirectories(folder);
    PrecisionRecallPlot.write(folder.resolve("precision-recall.png"), metrics.classes());
    ReliabilityPlot.write(folder.resolve("reliability.png"), evaluation.reliability());
    WorstCases.write(evaluation, source, folder, WORST);
  }
}
