package io.paastreams.dataset;

import io.paastreams.geometry.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * One image's part of a canvas: a rectangle of canvas pixels and the similarity transform that maps
 * them back to the image.
 *
 * <pre>
 *   source = focus + flip * rotate(-angle) * (canvas - anchor) / scale
 * </pre>
 *
 * @param left first canvas column
 * @param top first canvas row
 * @param right column after the last
 * @param bottom row after the last
 * @param anchorX canvas point that shows the focus
 * @param focusX source point shown there
 * @param scale canvas pixels per source pixel
 * @param angle the rotation in radians
 * @param mirrored whether the tile is mirrored left to right
 */
record Tile(
    int left,
    int top,
    int right,
    int bottom,
    double anchorX,
    double anchorY,
    double focusX,
    double focusY,
    double scale,
    double angle,
    boolean mirrored) {

  /** An object is kept if at least this share of its area is inside the tile. */
  private static final double MIN_VISIBLE = 0.4;

  /** The shortest side of an object that is kept, in canvas pixels. */
  private static final double MIN_SIDE = 4;

  /** The number of canvas pixels that the tile covers. */
  int area() {
    return (right - left) * (bottom - top);
  }

  /** Copies the image's pixels onto the canvas; the area outside the image gets its mean. */
  void draw(Pixels source, float[] canvas, int canvasWidth, int canvasHeight) {
    int channels = source.channels();
    float[] means = means(source);
    double flip = mirrored ? -1 : 1;
    double stepX = flip * Math.cos(angle) / scale;
    double stepY = -Math.sin(angle) / scale;
    for (int y = top; y < bottom; y++) {
      double dx = left + 0.5 - anchorX;
      double dy = y + 0.5 - anchorY;
      double x0 = focusX + flip * (Math.cos(angle) * dx + Math.sin(angle) * dy) / scale - 0.5;
      double y0 = focusY + (-Math.sin(angle) * dx + Math.cos(angle) * dy) / scale - 0.5;
      for (int c = 0; c < channels; c++) {
        drawRow(
            source,
            c,
            means[c],
            x0,
            y0,
            stepX,
            stepY,
            canvas,
            (c * canvasHeight + y) * canvasWidth);
      }
    }
  }

  private void drawRow(
      Pixels source,
      int channel,
      float outside,
      double x0,
      double y0,
      double stepX,
      double stepY,
      float[] canvas,
      int row) {
    int width = source.size().width();
    int height = source.size().height();
    int channels = source.channels();
    byte[] data = source.data();
    for (int x = left; x < right; x++) {
      double sx = x0 + (x - left) * stepX;
      double sy = y0 + (x - left) * stepY;
      int ix = (int) Math.floor(sx);
      int iy = (int) Math.floor(sy);
      if (ix < 0 || iy < 0 || ix >= width - 1 || iy >= height - 1) {
        canvas[row + x] = outside;
        continue;
      }
      float fx = (float) (sx - ix);
      float fy = (float) (sy - iy);
      int i = (iy * width + ix) * channels + channel;
      int below = i + width * channels;
      float upper = (data[i] & 0xff) * (1 - fx) + (data[i + channels] & 0xff) * fx;
      float lower = (data[below] & 0xff) * (1 - fx) + (data[below + channels] & 0xff) * fx;
      canvas[row + x] = upper * (1 - fy) + lower * fy;
    }
  }

  private static float[] means(Pixels source) {
    float[] means = new float[source.channels()];
    for (int c = 0; c < means.length; c++) {
      long sum = 0;
      for (int i = c; i < source.data().length; i += means.length) {
        sum += source.data()[i] & 0xff;
      }
      means[c] = (float) sum / source.size().area();
    }
    return means;
  }

  /** Adds the objects that are still visible, in canvas pixels. */
  void place(List<Truth> truths, List<Box> boxes, List<Integer> labels) {
    for (Truth truth : truths) {
      if (truth.crowd()) {
        continue;
      }
      Box box = place(truth);
      Box seen =
          new Box(
              Math.max(box.x1(), left),
              Math.max(box.y1(), top),
              Math.min(box.x2(), right),
              Math.min(box.y2(), bottom));
      if (seen.width() >= MIN_SIDE
          && seen.height() >= MIN_SIDE
          && seen.area() >= MIN_VISIBLE * box.area()) {
        boxes.add(seen);
        labels.add(truth.classId());
      }
    }
  }

  /**
   * The bounding box of the rotated ellipse within the box: the corners of a box are mostly empty,
   * and those of a rotated box's hull even more so.
   */
  private Box place(Truth truth) {
    double flip = mirrored ? -1 : 1;
    double dx = flip * (truth.x() + truth.width() / 2 - focusX) * scale;
    double dy = (truth.y() + truth.height() / 2 - focusY) * scale;
    double x = anchorX + Math.cos(angle) * dx - Math.sin(angle) * dy;
    double y = anchorY + Math.sin(angle) * dx + Math.cos(angle) * dy;
    double a = truth.width() / 2 * scale;
    double b = truth.height() / 2 * scale;
    double halfWidth = Math.hypot(a * Math.cos(angle), b * Math.sin(angle));
    double halfHeight = Math.hypot(a * Math.sin(angle), b * Math.cos(angle));
    return new Box(
        (float) (x - halfWidth),
        (float) (y - halfHeight),
        (float) (x + halfWidth),
        (float) (y + halfHeight));
  }

  List<Box> boxesOf(List<Truth> truths) {
    List<Box> boxes = new ArrayList<>();
    place(truths, boxes, new ArrayList<>());
    return boxes;
  }
}
