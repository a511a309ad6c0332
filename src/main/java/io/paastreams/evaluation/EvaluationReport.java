package io.paastreams.evaluation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paastreams.dataset.PictureSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what an evaluation found: figures for machines, pictures for people. */
public final class EvaluationReport {

  /** Pictures of each kind. */
  private static final int WORST = 20;

  private EvaluationReport() {}

  /**
   * Writes the figures of one or more evaluations as JSON.
   *
   * @param byName figures of any kind, for example {@link CocoMetrics} as "voting"
   */
  public static void writeJson(Path file, Map<String, ?> byName) throws IOException {
    JsonMapper json = new JsonMapper();
    Map<String, Object> root = new LinkedHashMap<>(byName);
    Files.writeString(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }

  /**
   * Writes {@code precision-recall.png}, {@code reliability.png} and the worst false alarms and
   * misses.
   *
   * @param folder made if missing
   */
  public static void writePlots(
      Path folder, Evaluation evaluation, CocoMetrics metrics, PictureSource source)
      throws IOException {
    Files.createDirectories(folder);
    PrecisionRecallPlot.write(folder.resolve("precision-recall.png"), metrics.classes());
    ReliabilityPlot.write(folder.resolve("reliability.png"), evaluation.reliability());
    WorstCases.write(evaluation, source, folder, WORST);
  }
}
