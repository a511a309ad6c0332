package io.paastreams.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The run's curves: {@code curves.csv}, and {@code curves.png} drawn from it. */
final class CurveLog implements AutoCloseable {

  private static final String HEADER =
      "step,rate,loss,classification,box,iou,gradient_norm,positives,validation";

  private final Path csv;
  private final Path image;
  private final List<String> lines = new ArrayList<>();
  private final List<CurvePlot.Point> losses = new ArrayList<>();
  private final List<CurvePlot.Point> validations = new ArrayList<>();

  CurveLog(Path folder) throws IOException {
    Files.createDirectories(folder);
    this.csv = folder.resolve("curves.csv");
    this.image = folder.resolve("curves.png");
  }

  /** Keeps what an earlier run wrote up to the step from which this one continues. */
  void resumeAt(long step) throws IOException {
    if (step == 0 || !Files.exists(csv)) {
      return;
    }
    for (String line : Files.readAllLines(csv)) {
      String[] fields = line.split(",", -1);
      if (line.equals(HEADER) || fields.length != 9 || Long.parseLong(fields[0]) > step) {
        continue;
      }
      lines.add(line);
      long at = Long.parseLong(fields[0]);
      if (!fields[2].isEmpty()) {
        losses.add(new CurvePlot.Point(at, Double.parseDouble(fields[2])));
      }
      if (!fields[8].isEmpty()) {
        validations.add(new CurvePlot.Point(at, Double.parseDouble(fields[8])));
      }
    }
  }

  void add(TrainingListener.Progress p) {
    lines.add(
        String.format(
            Locale.ROOT,
            "%d,%.6g,%.5f,%.5f,%.5f,%.5f,%.4f,%.2f,",
            p.step(),
            p.rate(),
            p.loss(),
            p.classification(),
            p.box(),
            p.iou(),
            p.gradientNorm(),
            p.positives()));
    losses.add(new CurvePlot.Point(p.step(), p.loss()));
  }

  void addValidation(long step, double figure) {
    lines.add(String.format(Locale.ROOT, "%d,,,,,,,,%.5f", step, figure));
    validations.add(new CurvePlot.Point(step, figure));
  }

  /** Rewrites both files. */
  void draw() throws IOException {
    List<String> all = new ArrayList<>(List.of(HEADER));
    all.addAll(lines);
    Files.write(csv, all);
    CurvePlot.write(image, losses, validations);
  }

  @Override
  public void close() {
    try {
      draw();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
