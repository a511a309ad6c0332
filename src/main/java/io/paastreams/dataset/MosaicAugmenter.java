package io.paastreams.dataset;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Strong augmentation for small datasets: mosaics, zoom, rotation, light, noise.
 *
 * <p>A detector trained on clips of few scenes learns the scenes. If four tiles from different
 * clips are combined in one image, each randomly zoomed, mirrored, rotated and lit, and blended
 * with the background of yet another clip, only the object itself stays the same.
 */
public final class MosaicAugmenter implements Augmenter {

  private final Size canvas;
  private final StrongAugmentation config;

  /**
   * Creates an augmenter.
   *
   * @param canvas the size of the images that it makes, in network pixels
   */
  public MosaicAugmenter(Size canvas, StrongAugmentation config) {
    this.canvas = canvas;
    this.config = config;
  }

  @Override
  public TrainingImage make(Sample first, Draw more, ImageSource source, SplittableRandom random)
      throws IOException {
    List<Sample> samples = new ArrayList<>(List.of(first));
    List<int[]> regions = new ArrayList<>();
    int width = canvas.width();
    int height = canvas.height();
    if (random.nextDouble() < config.mosaic()) {
      int x = (int) (width * uniform(random, 0.3, 0.7));
      int y = (int) (height * uniform(random, 0.3, 0.7));
      regions.add(new int[] {0, 0, x, y});
      regions.add(new int[] {x, 0, width, y});
      regions.add(new int[] {0, y, x, height});
      regions.add(new int[] {x, y, width, height});
      for (int i = 1; i < 4; i++) {
        samples.add(more.draw(random));
      }
    } else {
      regions.add(new int[] {0, 0, width, height});
    }
    List<Pixels> images = new ArrayList<>();
    int channels = 1;
    for (Sample sample : samples) {
      Pixels pixels = source.read(sample.image());
      images.add(pixels);
      channels = Math.max(channels, pixels.channels());
    }
    float[] values = new float[channels * width * height];
    List<Box> boxes = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Pixels pixels = images.get(i);
      if (pixels.channels() < channels) {
        pixels = Pixels.of(pixels.toRgb());
      }
      Tile tile = tile(regions.get(i), pixels.size(), samples.get(i).truths(), random);
      tile.draw(pixels, values, width, height);
      if (random.nextDouble() < config.backdrop()) {
        shineThrough(tile, more.draw(random), source, values, channels, random);
      }
      Photometry.relight(tile, values, canvas, channels, config, random);
      tile.place(samples.get(i).truths(), boxes, labels);
    }
    Photometry.finish(values, canvas, channels, config, random);
    return new TrainingImage(
        canvas, channels, values, boxes, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Leaves the tile unchanged if no region without objects is found at the first attempt. */
  private void shineThrough(
      Tile tile,
      Sample other,
      ImageSource source,
      float[] values,
      int channels,
      SplittableRandom random)
      throws IOException {
    float strength = (float) (random.nextDouble() * config.backdropStrength());
    int[] region = {tile.left(), tile.top(), tile.right(), tile.bottom()};
    Tile behind = tile(region, other.image().size(), List.of(), random);
    if (!behind.boxesOf(other.truths()).isEmpty()) {
      return;
    }
    Pixels pixels = source.read(other.image());
    if (pixels.channels() != channels) {
      return;
    }
    float[] backdrop = new float[values.length];
    behind.draw(pixels, backdrop, canvas.width(), canvas.height());
    Photometry.shineThrough(tile, backdrop, values, canvas, channels, strength);
  }

  private Tile tile(int[] region, Size size, List<Truth> truths, SplittableRandom random) {
    double fit =
        Math.min((double) canvas.width() / size.width(), (double) canvas.height() / size.height());
    double scale =
        fit * Math.exp(uniform(random, Math.log(config.minScale()), Math.log(config.maxScale())));
    boolean mirrored = random.nextDouble() < config.flip();
    double angle = Math.toRadians(uniform(random, -config.rotation(), config.rotation()));
    double focusX = uniform(random, 0, size.width());
    double focusY = uniform(random, 0, size.height());
    if (!truths.isEmpty() && random.nextDouble() >= config.distractors()) {
      Truth truth = truths.get(random.nextInt(truths.size()));
      focusX = truth.x() + truth.width() / 2;
      focusY = truth.y() + truth.height() / 2;
    }
    int width = region[2] - region[0];
    int height = region[3] - region[1];
    double anchorX = region[0] + width * uniform(random, 0.12, 0.88);
    double anchorY = region[1] + height * uniform(random, 0.12, 0.88);
    // Moved so that the tile shows no more than necessary of the area outside the image.
    double flip = mirrored ? -1 : 1;
    double towardsLeft = (anchorX - region[0]) / scale;
    double towardsRight = (region[2] - anchorX) / scale;
    double minX = mirrored ? towardsRight : towardsLeft;
    double maxX = size.width() - (mirrored ? towardsLeft : towardsRight);
    double shownX = clamp(focusX, minX, maxX);
    double shownY =
        clamp(focusY, (anchorY - region[1]) / scale, size.height() - (region[3] - anchorY) / scale);
    // The rotation is about the focus, so the shift goes into the anchor, not into the focus.
    anchorX += flip * (focusX - shownX) * scale;
    anchorY += (focusY - shownY) * scale;
    return new Tile(
        region[0], region[1], region[2], region[3], anchorX, anchorY, focusX, focusY, scale, angle,
        mirrored);
  }

  /** Clamps to [min, max]; if the image is smaller than its tile, the result lies midway. */
  private static double clamp(double value, double min, double max) {
    return max < min ? Math.max(max, Math.min(min, value)) : Math.max(min, Math.min(max, value));
  }

  private static double uniform(SplittableRandom random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }
}
