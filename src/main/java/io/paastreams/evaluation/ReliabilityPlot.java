package io.paastreams.evaluation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Draws the share of right boxes over their score: one dot per bin, on the diagonal if scores are
 * frequencies, each labelled with its number of boxes.
 */
final class ReliabilityPlot {

  private static final int SIDE = 640;
  private static final int MARGIN = 56;
  private static final int LINES = 5;
  private static final int DOT = 10;

  private ReliabilityPlot() {}

  static void write(Path file, Reliability reliability) throws IOException {
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
    g.drawString("score", SIDE / 2 - 16, SIDE - 14);
    g.drawString(
        String.format(
            Locale.ROOT,
            "share of right boxes; expected calibration error %.3f over %d boxes",
            reliability.error(),
            reliability.boxes()),
        MARGIN,
        MARGIN - 12);
    g.drawLine(x(0), y(0), x(1), y(1));
    g.setStroke(new BasicStroke(2));
    for (Reliability.Bin bin : reliability.bins()) {
      g.setColor(new Color(0x1F4FA3));
      g.drawLine(x(bin.score()), y(bin.score()), x(bin.score()), y(bin.right()));
      g.fillOval(x(bin.score()) - DOT / 2, y(bin.right()) - DOT / 2, DOT, DOT);
      g.setColor(Color.DARK_GRAY);
      g.drawString(String.valueOf(bin.boxes()), x(bin.score()) + DOT, y(bin.right()) + 4);
    }
    g.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private static int x(double share) {
    return MARGIN + (int) (share * (SIDE - 2 * MARGIN));
  }

  private static int y(double share) {
    return SIDE - MARGIN - (int) (share * (SIDE - 2 * MARGIN));
  }
}
