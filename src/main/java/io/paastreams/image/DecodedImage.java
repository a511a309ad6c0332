package io.paastreams.image;

import io.paastreams.geometry.Size;

/**
 * A decoded image, upright.
 *
 * @param image its pixels, perhaps fewer than the file's
 * @param original the upright size of the file, in whose pixels boxes are given
 */
public record DecodedImage(RgbImage image, Size original) {

  /** An image with all its pixels. */
  public static DecodedImage whole(RgbImage image) {
    return new DecodedImage(image, image.size());
  }
}
