package io.paastreams.evaluation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** A square plot whose two axes run from 0 to 1, written as a PNG file. */
final class UnitPlot {

  private static final int SIDE = 640;
  private static final int MARGIN = 56;
  private static final int LINES = 5;

  private UnitPlot() {}

  /**
   * Draws the axes, then the curves.
   *
   * @param curves draws in pixels, computed with {@link #x} and {@link #y}, with lines two pixels
   *     wide
   */
  static void write(Path file, String horizontal, String vertical, Consumer<Graphics2D> curves)
      throws IOException {
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
    g.drawString(horizontal, SIDE / 2 - 16, SIDE - 14);
    g.drawString(vertical, MARGIN, MARGIN - 12);
    g.setStroke(new BasicStroke(2));
    curves.accept(g);
    g.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  /** The pixel column of a value of the horizontal axis. */
  static int x(double value) {
    return MARGIN + (int) (value * (SIDE - 2 * MARGIN));
  }

  /** The pixel row of a value of the vertical axis. */
  static int y(double value) {
    return SIDE - MARGIN - (int) (value * (SIDE - 2 * MARGIN));
  }
}
