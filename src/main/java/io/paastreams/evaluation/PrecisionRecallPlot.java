package io.paastreams.evaluation;

import io.paastreams.evaluation.CocoMetrics.ClassMetrics;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Draws precision over recall at IoU 0.5, one curve per class. */
final class PrecisionRecallPlot {

  private static final int TEXT_INDENT = 12;
  private static final int LINE_HEIGHT = 18;
  private static final float GOLDEN_ANGLE = 0.381966f;

  private PrecisionRecallPlot() {}

  static void write(Path file, List<ClassMetrics> classes) throws IOException {
    UnitPlot.write(
        file,
        "recall",
        "precision at IoU 0.5",
        g -> {
          for (int k = 0; k < classes.size(); k++) {
            draw(g, classes.get(k), k);
          }
        });
  }

  private static void draw(Graphics2D g, ClassMetrics metrics, int index) {
    if (metrics.precision50().isEmpty()) {
      return;
    }
    Path2D path = new Path2D.Double();
    path.moveTo(UnitPlot.x(0), UnitPlot.y(metrics.precision50().get(0)));
    for (int r = 1; r < metrics.precision50().size(); r++) {
      path.lineTo(UnitPlot.x(r / 100.0), UnitPlot.y(metrics.precision50().get(r)));
    }
    g.setColor(Color.getHSBColor(index * GOLDEN_ANGLE, 0.85f, 0.75f));
    g.draw(path);
    g.drawString(
        String.format(Locale.ROOT, "%s (AP50 %.3f)", metrics.name(), metrics.ap50()),
        UnitPlot.x(0) + TEXT_INDENT,
        UnitPlot.y(0) - TEXT_INDENT - LINE_HEIGHT * index);
  }
}
