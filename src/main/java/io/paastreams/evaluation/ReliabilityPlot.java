package io.paastreams.evaluation;

import static io.paastreams.evaluation.UnitPlot.x;
import static io.paastreams.evaluation.UnitPlot.y;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Draws the share of right boxes over their score: one dot per bin, on the diagonal if scores are
 * frequencies, each labelled with its number of boxes.
 */
final class ReliabilityPlot {

  private static final int DOT = 10;
  private static final Color BLUE = new Color(0x1F4FA3);

  private ReliabilityPlot() {}

  static void write(Path file, Reliability reliability) throws IOException {
    UnitPlot.write(
        file,
        "score",
        String.format(
            Locale.ROOT,
            "share of right boxes; expected calibration error %.3f over %d boxes",
            reliability.error(),
            reliability.boxes()),
        g -> draw(g, reliability));
  }

  private static void draw(Graphics2D g, Reliability reliability) {
    g.drawLine(x(0), y(0), x(1), y(1));
    for (Reliability.Bin bin : reliability.bins()) {
      g.setColor(BLUE);
      g.drawLine(x(bin.score()), y(bin.score()), x(bin.score()), y(bin.right()));
      g.fillOval(x(bin.score()) - DOT / 2, y(bin.right()) - DOT / 2, DOT, DOT);
      g.setColor(Color.DARK_GRAY);
      g.drawString(String.valueOf(bin.boxes()), x(bin.score()) + DOT, y(bin.right()) + 4);
    }
  }
}
