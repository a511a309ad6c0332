package io.paastreams.dataset;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The augmentation of the published models: each image is resized, keeping its aspect ratio, and
 * randomly mirrored. With a range of short sides this is multi-scale training.
 */
public final class ReferenceAugmenter implements Augmenter {

  private final int longSide;
  private final int minShortSide;
  private final int maxShortSide;
  private final double flip;

  /**
   * Creates an augmenter.
   *
   * @param longSide limit of the long side (1333)
   * @param minShortSide the smallest limit of the short side, which is drawn at random (800, or
   *     640)
   * @param maxShortSide the largest limit of the short side, inclusive (800)
   * @param flip probability of mirroring (0.5)
   */
  public ReferenceAugmenter(int longSide, int minShortSide, int maxShortSide, double flip) {
    if (minShortSide < 1 || maxShortSide < minShortSide || longSide < maxShortSide) {
      throw new IllegalArgumentException(
          "sides must ascend from a short one of at least 1 to the long one, not %d, %d, %d"
              .formatted(minShortSide, maxShortSide, longSide));
    }
    this.longSide = longSide;
    this.minShortSide = minShortSide;
    this.maxShortSide = maxShortSide;
    this.flip = flip;
  }

  @Override
  public TrainingImage make(Sample first, Draw more, ImageSource source, SplittableRandom random)
      throws IOException {
    int shortSide = random.nextInt(minShortSide, maxShortSide + 1);
    boolean mirrored = random.nextDouble() < flip;
    return make(first, source.read(first.image()), shortSide, mirrored);
  }

  /** Makes the image at one scale. */
  TrainingImage make(Sample sample, Pixels pixels, int shortSide, boolean mirrored) {
    PreparedImage prepared = new Preprocessor(longSide, shortSide, 1).prepare(pixels.toRgb());
    Size size = prepared.image().size();
    List<Box> boxes = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Truth truth : sample.truths()) {
      Box box = clipped(truth.box(), prepared.scaleX(), prepared.scaleY(), size);
      if (!truth.crowd() && box.width() > 0 && box.height() > 0) {
        boxes.add(mirrored ? mirrored(box, size) : box);
        labels.add(truth.classId());
      }
    }
    return new TrainingImage(
        size,
        3,
        planes(prepared.image().pixels(), size, mirrored),
        boxes,
        labels.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Box clipped(Box box, float scaleX, float scaleY, Size size) {
    return new Box(
        clamp(box.x1() * scaleX, size.width()),
        clamp(box.y1() * scaleY, size.height()),
        clamp(box.x2() * scaleX, size.width()),
        clamp(box.y2() * scaleY, size.height()));
  }

  private static Box mirrored(Box box, Size size) {
    return new Box(size.width() - box.x2(), box.y1(), size.width() - box.x1(), box.y2());
  }

  private static float clamp(float value, float most) {
    return Math.max(0, Math.min(value, most));
  }

  private static float[] planes(byte[] rgb, Size size, boolean mirrored) {
    int width = size.width();
    int plane = width * size.height();
    float[] values = new float[3 * plane];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < width; x++) {
        int from = 3 * (y * width + (mirrored ? width - 1 - x : x));
        for (int c = 0; c < 3; c++) {
          values[c * plane + y * width + x] = rgb[from + c] & 0xff;
        }
      }
    }
    return values;
  }
}
