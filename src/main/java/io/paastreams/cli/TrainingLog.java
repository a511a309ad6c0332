package io.paastreams.cli;

import io.paastreams.training.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Prints the progress of training, one line per report, and remembers what came out. */
final class TrainingLog implements TrainingListener {

  private final PrintWriter out;
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
  private final List<Map<String, Object>> validations = new ArrayList<>();
  private long step;
  private long before;

  TrainingLog(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void progress(Progress p) {
    print(
        "step %d of %d  rate %.6f  loss %.3f (class %.3f, box %.3f, iou %.3f)  gradient %.2f"
            + "  positives %.1f  %.2f s per step, %.1f %% waiting for images  %s to go",
        p.step(),
        p.total(),
        p.rate(),
        p.loss(),
        p.classification(),
        p.box(),
        p.iou(),
        p.gradientNorm(),
        p.positives(),
        p.secondsPerStep(),
        100 * p.waitShare(),
        written(p.remaining()));
  }

  @Override
  public void validated(long step, double figure, boolean best) {
    Map<String, Object> validation = new LinkedHashMap<>();
    validation.put("step", step);
    validation.put("ap50", figure);
    validation.put("best", best);
    validations.add(validation);
    print("step %d  AP50 on validation %.4f%s", step, figure, best ? ", the best so far" : "");
  }

  @Override
  public void unreadable(String reason) {
    if (unreadable.add(reason)) {
      print("%s; training continues without it", reason);
    }
  }

  @Override
  public void checkpointed(long step, Path folder) {
    this.step = step;
    print("step %d  checkpoint %s", step, folder);
  }

  @Override
  public void resumed(long step, Path folder) {
    this.step = step;
    this.before = step;
    print("resumed after step %d from %s", step, folder);
  }

  /**
   * For scripts.
   *
   * @param folder of the results
   * @param steps of the whole schedule
   */
  Map<String, Object> figures(Path folder, long steps) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("model", folder.resolve("model").toString());
    figures.put("step", step);
    figures.put("steps", steps);
    figures.put("complete", step == steps);
    figures.put("resumedAfter", before);
    figures.put("validations", validations);
    figures.put("unreadable", unreadable);
    return figures;
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  private static String written(Duration duration) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }
}
