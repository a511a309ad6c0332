package io.paastreams.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Draws the loss (left axis, from 0) and the validation AP50 (right axis, 0 to 1) over the steps.
 */
final class CurvePlot {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 480;
  private static final int MARGIN = 56;
  private static final int LINES = 5;
  private static final Color LOSS = new Color(0x3465a4);
  private static final Color VALIDATION = new Color(0xc4501b);

  private CurvePlot() {}

  record Point(long step, double value) {}

  static void write(Path file, List<Point> losses, List<Point> validations) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, HEIGHT);
    double maxStep = 1;
    for (Point point : losses) {
      maxStep = Math.max(maxStep, point.step());
    }
    double maxLoss = losses.stream().mapToDouble(Point::value).max().orElse(1);
    grid(g, maxStep, maxLoss);
    curve(g, losses, maxStep, maxLoss, LOSS);
    curve(g, validations, maxStep, 1, VALIDATION);
    dots(g, validations, maxStep);
    g.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private static void grid(Graphics2D g, double maxStep, double maxLoss) {
    int plotWidth = WIDTH - 2 * MARGIN;
    int plotHeight = HEIGHT - 2 * MARGIN;
    for (int i = 0; i <= LINES; i++) {
      double share = (double) i / LINES;
      int x = MARGIN + (int) (share * plotWidth);
      int y = HEIGHT - MARGIN - (int) (share * plotHeight);
      g.setColor(Color.LIGHT_GRAY);
      g.drawLine(MARGIN, y, WIDTH - MARGIN, y);
      g.setColor(LOSS);
      g.drawString(String.format(Locale.ROOT, "%.2f", share * maxLoss), 12, y + 4);
      g.setColor(VALIDATION);
      g.drawString(String.format(Locale.ROOT, "%.1f", share), WIDTH - MARGIN + 12, y + 4);
      g.setColor(Color.DARK_GRAY);
      g.drawString(
          String.format(Locale.ROOT, "%.0f", share * maxStep), x - 12, HEIGHT - MARGIN + 20);
    }
    g.setColor(LOSS);
    g.drawString("loss", MARGIN, MARGIN - 16);
    g.setColor(VALIDATION);
    g.drawString("validation AP50", WIDTH - MARGIN - 92, MARGIN - 16);
    g.setColor(Color.DARK_GRAY);
    g.drawString("step", WIDTH / 2, HEIGHT - 12);
  }

  private static void curve(
      Graphics2D g, List<Point> points, double maxStep, double maxValue, Color color) {
    Path2D path = new Path2D.Double();
    for (Point point : points) {
      double x = x(point.step(), maxStep);
      double y = y(point.value(), maxValue);
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    g.setColor(color);
    g.setStroke(new BasicStroke(1.6f));
    g.draw(path);
  }

  /**
   * Draws each validation as a dot, because there are few and at first only one; the last one is
   * labelled with its value.
   */
  private static void dots(Graphics2D g, List<Point> points, double maxStep) {
    g.setColor(VALIDATION);
    for (Point point : points) {
      g.fill(new Ellipse2D.Double(x(point.step(), maxStep) - 3, y(point.value(), 1) - 3, 6, 6));
    }
    if (!points.isEmpty()) {
      Point last = points.get(points.size() - 1);
      g.drawString(
          String.format(Locale.ROOT, "%.3f", last.value()),
          (float) x(last.step(), maxStep) - 14,
          (float) y(last.value(), 1) - 8);
    }
  }

  private static double x(long step, double maxStep) {
    return MARGIN + step / maxStep * (WIDTH - 2 * MARGIN);
  }

  private static double y(double value, double maxValue) {
    return HEIGHT - MARGIN - value / maxValue * (HEIGHT - 2 * MARGIN);
  }
}
