package io.paastreams.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.cli.PrometheusProcess.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Draws the panels of the dashboard from a Prometheus' data, laid out as Grafana would. */
final class DashboardImage {

  private static final int UNIT = 62;
  private static final int ROW = 23;
  private static final int GAP = 5;
  private static final int MOST_CURVES = 8;
  private static final int MOST_ROWS = 6;
  private static final Color PAPER = new Color(0xf4f5f7);
  private static final Color INK = new Color(0x24292e);
  private static final Color FAINT = new Color(0x8a9199);
  private static final Color GRID = new Color(0xe3e6ea);
  private static final int[] CURVES = {
    0x1f6fb4, 0xd9660b, 0x2c8f3c, 0xc22f30, 0x7d55b0, 0x7a4a3c, 0xc458a8, 0x6b6f75
  };
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  private final JsonNode dashboard;
  private final PrometheusProcess prometheus;
  private final double start;
  private final double end;

  private record Curve(String name, Series series) {
    double last() {
      double[] values = series.values();
      return values.length == 0 ? Double.NaN : values[values.length - 1];
    }
  }

  DashboardImage(JsonNode dashboard, PrometheusProcess prometheus, double start, double end) {
    this.dashboard = dashboard;
    this.prometheus = prometheus;
    this.start = start;
    this.end = end;
  }

  void write(Path file) throws IOException {
    int bottom = 0;
    for (JsonNode panel : dashboard.get("panels")) {
      bottom = Math.max(bottom, place(panel, "y") + place(panel, "h"));
    }
    BufferedImage image =
        new BufferedImage(24 * UNIT + 2 * GAP, bottom * ROW, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    canvas.setColor(PAPER);
    canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (JsonNode panel : dashboard.get("panels")) {
      Graphics2D part =
          (Graphics2D)
              canvas.create(
                  GAP + place(panel, "x") * UNIT,
                  place(panel, "y") * ROW,
                  place(panel, "w") * UNIT - GAP,
                  place(panel, "h") * ROW - GAP);
      draw(part, panel, place(panel, "w") * UNIT - GAP, place(panel, "h") * ROW - GAP);
      part.dispose();
    }
    canvas.dispose();
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    ImageIO.write(image, "png", file.toFile());
  }

  private static int place(JsonNode panel, String side) {
    return panel.get("gridPos").get(side).asInt();
  }

  private void draw(Graphics2D part, JsonNode panel, int width, int height) throws IOException {
    String type = panel.get("type").asText();
    if (type.equals("row")) {
      text(part, Font.BOLD, 14, INK, panel.get("title").asText(), 2, height - 3);
      return;
    }
    part.setColor(Color.WHITE);
    part.fillRoundRect(0, 0, width, height, 6, 6);
    text(part, Font.BOLD, 12, INK, panel.get("title").asText(), 8, 17);
    String unit = panel.at("/fieldConfig/defaults/unit").asText();
    List<Curve> curves = curves(panel);
    switch (type) {
      case "stat" -> stat(part, curves, unit, width, height);
      case "table" -> table(part, curves);
      default -> plot(part, curves, unit, width, height);
    }
  }

  private List<Curve> curves(JsonNode panel) throws IOException {
    List<Curve> curves = new ArrayList<>();
    for (JsonNode target : panel.path("targets")) {
      String expression = target.get("expr").asText().replace("$__rate_interval", "15s");
      for (Series series : prometheus.range(expression, start, end)) {
        String legend = target.path("legendFormat").asText();
        Matcher label = LABEL.matcher(legend);
        String name =
            legend.isEmpty()
                ? String.join(" ", series.labels().values())
                : label.replaceAll(
                    each ->
                        Matcher.quoteReplacement(series.labels().getOrDefault(each.group(1), "")));
        curves.add(new Curve(name, series));
      }
    }
    return curves;
  }

  private static void stat(
      Graphics2D part, List<Curve> curves, String unit, int width, int height) {
    String value = curves.isEmpty() ? "-" : written(curves.get(0).last(), unit);
    Font font = new Font(Font.SANS_SERIF, Font.BOLD, 26);
    int x = (width - part.getFontMetrics(font).stringWidth(value)) / 2;
    text(part, Font.BOLD, 26, new Color(CURVES[0]), value, x, height / 2 + 18);
  }

  private static void table(Graphics2D part, List<Curve> curves) {
    for (int i = 0; i < Math.min(MOST_ROWS, curves.size()); i++) {
      String labels = String.join("  ", curves.get(i).series().labels().values());
      String line = labels.length() > 44 ? labels.substring(0, 44) + "..." : labels;
      text(part, Font.PLAIN, 11, INK, line, 8, 40 + 16 * i);
    }
  }

  private void plot(Graphics2D part, List<Curve> curves, String unit, int width, int height) {
    int left = 58;
    int top = 28;
    int right = width - 10;
    int foot = height - 38;
    double most = 0;
    for (Curve curve : curves) {
      for (double value : curve.series().values()) {
        most = Double.isFinite(value) ? Math.max(most, value) : most;
      }
    }
    double scale = most <= 0 ? 1 : most * 1.1;
    for (int line = 0; line <= 2; line++) {
      int y = foot - (foot - top) * line / 2;
      part.setColor(GRID);
      part.drawLine(left, y, right, y);
      text(part, Font.PLAIN, 10, FAINT, written(scale * line / 2, unit), 6, y + 4);
    }
    for (int i = Math.min(MOST_CURVES, curves.size()) - 1; i >= 0; i--) {
      part.setColor(new Color(CURVES[i % CURVES.length]));
      part.setStroke(new BasicStroke(1.6f));
      part.draw(path(curves.get(i).series(), left, right, top, foot, scale));
    }
    text(part, Font.PLAIN, 10, FAINT, "0 s", left, foot + 13);
    String span = String.format(Locale.ROOT, "%.0f s", end - start);
    text(part, Font.PLAIN, 10, FAINT, span, right - 30, foot + 13);
    int x = 8;
    for (int i = 0; i < Math.min(MOST_CURVES, curves.size()); i++) {
      String name = curves.get(i).name();
      String shown = name.length() > 24 ? name.substring(0, 24) + "..." : name;
      part.setColor(new Color(CURVES[i % CURVES.length]));
      part.fillRect(x, height - 14, 9, 3);
      text(part, Font.PLAIN, 10, INK, shown, x + 12, height - 9);
      x += 24 + part.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 10)).stringWidth(shown);
    }
  }

  private Path2D path(Series series, int left, int right, int top, int foot, double scale) {
    Path2D path = new Path2D.Double();
    boolean drawing = false;
    double before = Double.NaN;
    for (int i = 0; i < series.times().length; i++) {
      double value = series.values()[i];
      double x = left + (right - left) * (series.times()[i] - start) / (end - start);
      double y = foot - (foot - top) * value / scale;
      drawing &= series.times()[i] - before < 3;
      if (!Double.isFinite(value)) {
        drawing = false;
      } else if (drawing) {
        path.lineTo(x, y);
      } else {
        path.moveTo(x, y);
        drawing = true;
      }
      before = series.times()[i];
    }
    return path;
  }

  private static String written(double value, String unit) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    return switch (unit) {
      case "s" -> value < 1 ? number(1000 * value) + " ms" : number(value) + " s";
      case "ms" -> number(value) + " ms";
      case "percentunit" -> number(100 * value) + " %";
      case "reqps", "cps" -> number(value) + " /s";
      case "bytes" -> number(value / (1 << 20)) + " MiB";
      case "Bps" -> number(value / 1024) + " KiB/s";
      default -> number(value);
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value == 0 || value >= 100 ? "%.0f" : "%.3g", value);
  }

  private static void text(
      Graphics2D part, int style, int size, Color color, String text, int x, int y) {
    part.setFont(new Font(Font.SANS_SERIF, style, size));
    part.setColor(color);
    part.drawString(text, x, y);
  }
}
