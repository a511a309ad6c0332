package io.paastreams.image;

import io.paastreams.geometry.Size;

/**
 * How stored rows and columns have to be rotated and mirrored to be upright: the eight values of
 * the EXIF tag Orientation (0x0112), in order. Angles are clockwise.
 */
public enum Orientation {
  UPRIGHT,
  MIRRORED,
  ROTATED_180,
  FLIPPED,
  TRANSPOSED,
  ROTATED_90,
  TRANSVERSED,
  ROTATED_270;

  /** The orientation of an EXIF value; {@link #UPRIGHT} for values that EXIF does not define. */
  public static Orientation ofExif(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
  }

  /** The upright size of an image of size {@code stored}. */
  public Size upright(Size stored) {
    return ordinal() < TRANSPOSED.ordinal() ? stored : new Size(stored.height(), stored.width());
  }

  /** The image rotated upright; the same object if it already is. */
  public RgbImage apply(RgbImage stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = stored.size().width();
    int height = stored.size().height();
    int last = width * height - 1;
    return switch (this) {
      case UPRIGHT -> stored;
      case MIRRORED -> walk(stored, width - 1, -1, width);
      case ROTATED_180 -> walk(stored, last, -1, -width);
      case FLIPPED -> walk(stored, last - width + 1, 1, -width);
      case TRANSPOSED -> walk(stored, 0, width, 1);
      case ROTATED_90 -> walk(stored, last - width + 1, -width, 1);
      case TRANSVERSED -> walk(stored, last, -width, -1);
      case ROTATED_270 -> walk(stored, width - 1, width, -1);
    };
  }

  /** Copies from stored pixel {@code start}, with index steps {@code right} and {@code down}. */
  private RgbImage walk(RgbImage stored, int start, int right, int down) {
    Size size = upright(stored.size());
    byte[] from = stored.pixels();
    byte[] to = new byte[from.length];
    int out = 0;
    for (int y = 0; y < size.height(); y++) {
      int in = 3 * (start + y * down);
      for (int x = 0; x < size.width(); x++, in += 3 * right) {
        to[out++] = from[in];
        to[out++] = from[in + 1];
        to[out++] = from[in + 2];
      }
    }
    return new RgbImage(size, to);
  }
}
