package io.paastreams.dataset;

import io.paastreams.geometry.Size;
import java.util.SplittableRandom;

/** Changes of light: polarity, contrast, brightness, shading, vignetting, blur, noise. */
final class Photometry {

  private static final double BLUR_CENTRE = 0.5;

  private Photometry() {}

  /**
   * Applies a curve to the gray levels, which falls if the polarity is inverted, then contrast
   * about the tile's mean, then brightness.
   */
  static void relight(
      Tile tile,
      float[] values,
      Size canvas,
      int channels,
      StrongAugmentation config,
      SplittableRandom random) {
    double low = Math.log(config.minContrast());
    double high = Math.log(config.maxContrast());
    float contrast = (float) Math.exp(low + (high - low) * random.nextDouble());
    float shift = (float) ((2 * random.nextDouble() - 1) * config.brightness());
    double exponent = Math.exp((2 * random.nextDouble() - 1) * Math.log(config.gamma()));
    float[] curve = curve(exponent, config.gamma(), happens(config.inversion(), random));
    double sum = 0;
    int count = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = tile.top(); y < tile.bottom(); y++) {
        int row = (c * canvas.height() + y) * canvas.width();
        for (int x = tile.left(); x < tile.right(); x++) {
          values[row + x] = onCurve(curve, values[row + x]);
          sum += values[row + x];
          count++;
        }
      }
    }
    float mean = (float) (sum / Math.max(1, count));
    for (int c = 0; c < channels; c++) {
      for (int y = tile.top(); y < tile.bottom(); y++) {
        int row = (c * canvas.height() + y) * canvas.width();
        for (int x = tile.left(); x < tile.right(); x++) {
          values[row + x] = (values[row + x] - mean) * contrast + mean + shift;
        }
      }
    }
  }

  /** The gray levels 0 to 255 raised to an exponent, and one more for interpolation. */
  private static float[] curve(double exponent, float gamma, boolean inverted) {
    float[] curve = new float[257];
    for (int i = 0; i < curve.length; i++) {
      int level = inverted ? 255 - Math.min(i, 255) : i;
      curve[i] =
          gamma == 1 ? level : (float) (255 * Math.pow(Math.min(level, 255) / 255.0, exponent));
    }
    return curve;
  }

  /** Draws no random number if the probability is 0, so that older recipes give the same images. */
  private static boolean happens(float probability, SplittableRandom random) {
    return probability > 0 && random.nextDouble() < probability;
  }

  private static float onCurve(float[] curve, float value) {
    int level = Math.max(0, Math.min(255, (int) value));
    float part = Math.max(0, Math.min(255, value)) - level;
    return curve[level] + part * (curve[level + 1] - curve[level]);
  }

  /**
   * Blends another clip's background into a tile: its differences from its own mean are added, so
   * that the texture behind an object says nothing about the object.
   *
   * @param backdrop an image as large as the canvas; only the tile's part is read
   * @param strength the share of its contrast to add
   */
  static void shineThrough(
      Tile tile, float[] backdrop, float[] values, Size canvas, int channels, float strength) {
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int y = tile.top(); y < tile.bottom(); y++) {
        int row = (c * canvas.height() + y) * canvas.width();
        for (int x = tile.left(); x < tile.right(); x++) {
          sum += backdrop[row + x];
        }
      }
      float mean = (float) (sum / Math.max(1, tile.area()));
      for (int y = tile.top(); y < tile.bottom(); y++) {
        int row = (c * canvas.height() + y) * canvas.width();
        for (int x = tile.left(); x < tile.right(); x++) {
          values[row + x] += strength * (backdrop[row + x] - mean);
        }
      }
    }
  }

  /**
   * Applies shading, vignetting, blur and noise to the whole image, then limits values to [0, 255].
   */
  static void finish(
      float[] values,
      Size canvas,
      int channels,
      StrongAugmentation config,
      SplittableRandom random) {
    int width = canvas.width();
    int height = canvas.height();
    double direction = random.nextDouble() * 2 * Math.PI;
    double ramp = random.nextDouble() * config.shading();
    float stepX = (float) (Math.cos(direction) * ramp / width);
    float stepY = (float) (Math.sin(direction) * ramp / height);
    if (config.vignetting() > 0) {
      vignette(values, canvas, channels, (2 * random.nextDouble() - 1) * config.vignetting());
    }
    if (random.nextDouble() < config.blur()) {
      for (int c = 0; c < channels; c++) {
        blur(values, c * width * height, width, height);
      }
    }
    float noise = (float) (random.nextDouble() * config.noise());
    // The normal deviates come from a table read at a random place, because drawing them each time
    // costs more than all the rest.
    int at = random.nextInt(Deviates.COUNT);
    int stride = 2 * random.nextInt(Deviates.COUNT / 2) + 1;
    for (int y = 0; y < height; y++) {
      at = (at + stride) & (Deviates.COUNT - 1);
      for (int x = 0; x < width; x++) {
        float change =
            (x - width / 2) * stepX
                + (y - height / 2) * stepY
                + noise * Deviates.NORMAL[(at + x) & (Deviates.COUNT - 1)];
        for (int c = 0; c < channels; c++) {
          int i = (c * height + y) * width + x;
          values[i] = Math.max(0, Math.min(255, values[i] + change));
        }
      }
    }
  }

  /**
   * Adds the square of the distance from the middle.
   *
   * @param depth what the corners get, in gray levels; the middle gets nothing
   */
  private static void vignette(float[] values, Size canvas, int channels, double depth) {
    int width = canvas.width();
    int height = canvas.height();
    for (int y = 0; y < height; y++) {
      double down = (2 * y + 1.0 - height) / height;
      for (int x = 0; x < width; x++) {
        double across = (2 * x + 1.0 - width) / width;
        float change = (float) (depth * (across * across + down * down) / 2);
        for (int c = 0; c < channels; c++) {
          values[(c * height + y) * width + x] += change;
        }
      }
    }
  }

  private static void blur(float[] values, int offset, int width, int height) {
    float centre = (float) BLUR_CENTRE;
    float side = (1 - centre) / 2;
    for (int y = 0; y < height; y++) {
      int row = offset + y * width;
      float previous = values[row];
      for (int x = 1; x < width - 1; x++) {
        float current = values[row + x];
        values[row + x] = side * (previous + values[row + x + 1]) + centre * current;
        previous = current;
      }
    }
    for (int x = 0; x < width; x++) {
      float previous = values[offset + x];
      for (int y = 1; y < height - 1; y++) {
        int i = offset + y * width + x;
        float current = values[i];
        values[i] = side * (previous + values[i + width]) + centre * current;
        previous = current;
      }
    }
  }

  /** Normal deviates, computed once. */
  private static final class Deviates {
    static final int COUNT = 1 << 16;
    static final float[] NORMAL = make();

    private static float[] make() {
      SplittableRandom random = new SplittableRandom(1);
      float[] normal = new float[COUNT];
      for (int i = 0; i < COUNT; i++) {
        normal[i] =
            (float)
                (Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                    * Math.cos(2 * Math.PI * random.nextDouble()));
      }
      return normal;
    }
  }
}
