package io.paastreams.evaluation;

import io.paastreams.evaluation.CocoMetrics.ClassMetrics;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Draws precision over recall at IoU 0.5, one curve per class. */
final class PrecisionRecallPlot {

  private static final int SIDE = 640;
  private static final int MARGIN = 56;
  private static final int LINES = 5;
  private static final float GOLDEN_ANGLE = 0.381966f;

  private PrecisionRecallPlot() {}

  static void write(Path file, List<ClassMetrics> classes) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, SIDE, SIDE);
    for (int i = 0; i <= LINES; i++) {
      double share = (double) i / LINES;
      g.setColor(Color.LIGHT_GRAY);
      g.drawLine(x(0), y(share), x(1), y(share));
      g.drawLine(x(share), y(0), x(share), y(1));
      g.setColor(Color.DARK_GRAY);
      String label = String.format(Locale.ROOT, "%.1f", share);
      g.drawString(label, MARGIN - 28, y(share) + 4);
      g.drawString(label, x(share) - 8, SIDE - MARGIN + 18);
    }
    g.drawString("recall", SIDE / 2 - 16, SIDE - 14);
    g.drawString("precision at IoU 0.5", MARGIN, MARGIN - 12);
    g.setStroke(new BasicStroke(2));
    for (int k = 0; k < classes.size(); k++) {
      draw(g, classes.get(k), k);
    }
    g.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private static void draw(Graphics2D g, ClassMetrics metrics, int index) {
    if (metrics.precision50().isEmpty()) {
      return;
    }
    Path2D path = new Path2D.Double();
    path.moveTo(x(0), y(metrics.precision50().get(0)));
    for (int r = 1; r < metrics.precision50().size(); r++) {
      path.lineTo(x(r / 100.0), y(metrics.precision50().get(r)));
    }
    g.setColor(Color.getHSBColor(index * GOLDEN_ANGLE, 0.85f, 0.75f));
    g.draw(path);
    g.drawString(
        String.format(Locale.ROOT, "%s (AP50 %.3f)", metrics.name(), metrics.ap50()),
        MARGIN + 12,
        SIDE - MARGIN - 12 - 18 * index);
  }

  private static int x(double share) {
    return MARGIN + (int) (share * (SIDE - 2 * MARGIN));
  }

  private static int y(double share) {
    return SIDE - MARGIN - (int) (share * (SIDE - 2 * MARGIN));
  }
}
