package io.paastreams.image;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Draws labelled boxes. Small images are first enlarged by a whole factor, because a label on a
 * thermal frame of 320x256 would hide the object that it names.
 *
 * <p>Threading: safe; stateless.
 */
public final class Annotator {

  /** An image whose long side is below this is enlarged. */
  private static final int READABLE_LONG_SIDE = 960;

  private static final int MOST_ENLARGEMENT = 8;

  /** Hues a golden angle apart are easy to tell apart, however many classes there are. */
  private static final float GOLDEN_ANGLE = 0.381966f;

  private static final Color DARK_RIM = new Color(0, 0, 0, 150);

  private Annotator() {}

  /** Returns a new image with the boxes drawn; those with higher scores lie on top. */
  public static RgbImage draw(RgbImage image, List<Annotation> annotations) {
    int factor = enlargement(image.size());
    Size size = new Size(factor * image.size().width(), factor * image.size().height());
    BufferedImage canvas =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = canvas.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(ImageEncoder.view(image), 0, 0, size.width(), size.height(), null);
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      int longSide = Math.max(size.width(), size.height());
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.max(12, longSide / 64)));
      annotations.stream()
          .sorted(Comparator.comparing(Annotation::score))
          .forEach(annotation -> drawOne(graphics, size, annotation, factor));
    } finally {
      graphics.dispose();
    }
    byte[] bgr = ((DataBufferByte) canvas.getRaster().getDataBuffer()).getData();
    return new RgbImage(size, Channels.bgrToRgb(ByteBuffer.wrap(bgr)));
  }

  private static int enlargement(Size size) {
    int longSide = Math.max(size.width(), size.height());
    return Math.max(1, Math.min(MOST_ENLARGEMENT, READABLE_LONG_SIDE / longSide));
  }

  private static void drawOne(Graphics2D graphics, Size size, Annotation annotation, int factor) {
    Box box = annotation.box();
    Rectangle2D frame =
        new Rectangle2D.Float(
            factor * box.x1(), factor * box.y1(), factor * box.width(), factor * box.height());
    Color color = color(annotation.colorIndex());
    int line = Math.max(2, Math.max(size.width(), size.height()) / 480);
    // A dark rim keeps light colors visible on a white sky.
    stroke(graphics, frame, DARK_RIM, line + 2);
    stroke(graphics, frame, color, line);

    String text = String.format(Locale.ROOT, "%s %.2f", annotation.label(), annotation.score());
    FontMetrics metrics = graphics.getFontMetrics();
    int width = metrics.stringWidth(text) + 6;
    int height = metrics.getHeight();
    // The label goes above the box, or inside it if there is no room above; never outside the
    // image.
    double above = frame.getY() - height;
    int x = (int) clamp(frame.getX() - 1, size.width() - width);
    int y = (int) clamp(above < 0 ? frame.getY() : above, size.height() - height);
    graphics.fillRect(x, y, width, height);
    graphics.setColor(isDark(color) ? Color.WHITE : Color.BLACK);
    graphics.drawString(text, x + 3, y + metrics.getAscent());
  }

  private static void stroke(Graphics2D graphics, Rectangle2D frame, Color color, int width) {
    graphics.setStroke(new BasicStroke(width));
    graphics.setColor(color);
    graphics.draw(frame);
  }

  /** Whether a color is dark by its BT.601 luma. */
  private static boolean isDark(Color color) {
    return 0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue() < 110;
  }

  private static double clamp(double value, int most) {
    return Math.max(0, Math.min(most, value));
  }

  private static Color color(int index) {
    return Color.getHSBColor(index * GOLDEN_ANGLE, 0.75f, 1f);
  }
}
