package io.paastreams.image;

import io.paastreams.geometry.Size;

/**
 * A decoded picture, upright.
 *
 * @param image its pixels, perhaps fewer than the file's
 * @param original the file's size, upright, in whose pixels boxes are told
 */
public record DecodedImage(RgbImage image, Size original) {

  /** A picture with all its pixels. */
  public static DecodedImage whole(RgbImage image) {
    return new DecodedImage(image, image.size());
  }
}
