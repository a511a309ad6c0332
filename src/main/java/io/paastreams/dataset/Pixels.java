package io.paastreams.dataset;

import io.paastreams.geometry.Size;
import io.paastreams.image.RgbImage;

/**
 * An 8-bit image of 1 channel (gray) or 3 (R, G, B).
 *
 * @param channels 1 or 3
 * @param data the rows from the top, channels interleaved; not copied
 */
public record Pixels(Size size, int channels, byte[] data) {

  public Pixels {
    if (data.length != channels * size.area()) {
      throw new IllegalArgumentException(
          "%s with %d channels needs %d bytes, not %d"
              .formatted(size, channels, channels * size.area(), data.length));
    }
  }

  /** Wraps a color image. */
  public static Pixels of(RgbImage image) {
    return new Pixels(image.size(), 3, image.pixels());
  }

  /** The image as a color image. */
  public RgbImage toRgb() {
    if (channels == 3) {
      return new RgbImage(size, data);
    }
    byte[] rgb = new byte[3 * data.length];
    for (int i = 0; i < data.length; i++) {
      rgb[3 * i] = data[i];
      rgb[3 * i + 1] = data[i];
      rgb[3 * i + 2] = data[i];
    }
    return new RgbImage(size, rgb);
  }
}
