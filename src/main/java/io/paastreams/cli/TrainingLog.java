package io.paastreams.cli;

import io.paastreams.training.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Prints the progress of training, one line per report. */
final class TrainingLog implements TrainingListener {

  private final PrintWriter out;
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

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
    print("step %d  checkpoint %s", step, folder);
  }

  @Override
  public void resumed(long step, Path folder) {
    print("resumed after step %d from %s", step, folder);
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
