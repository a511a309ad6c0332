package io.paastreams.image;

import io.paastreams.geometry.Size;
import java.util.Arrays;

/**
 * An 8-bit RGB image: row-major, interleaved R, G, B (H x W x 3), one unsigned byte each.
 *
 * @param size width and height in pixels
 * @param array the array that holds the pixels, perhaps among other things; not copied, and must
 *     not be changed
 * @param offset the index of the first pixel's red value
 */
public record RgbImage(Size size, byte[] array, int offset) {

  public RgbImage {
    if (offset < 0 || array.length - offset < 3 * size.area()) {
      throw new IllegalArgumentException(
          size + " RGB needs " + 3 * size.area() + " bytes, not " + (array.length - offset));
    }
  }

  /**
   * An image that fills an array.
   *
   * @param pixels the pixels; not copied, so the caller must not use the array any more
   */
  public RgbImage(Size size, byte[] pixels) {
    this(size, pixels, 0);
    if (pixels.length != 3 * size.area()) {
      throw new IllegalArgumentException(
          size + " RGB needs " + 3 * size.area() + " bytes, not " + pixels.length);
    }
  }

  /** All pixels and nothing else: the array itself unless it also holds other things. */
  public byte[] pixels() {
    int bytes = Math.toIntExact(3 * size.area());
    return array.length == bytes ? array : Arrays.copyOfRange(array, offset, offset + bytes);
  }

  /**
   * The image stretched bilinearly to another size; the image itself if it already has that size.
   */
  public RgbImage stretchedTo(Size target) {
    return BilinearResize.resize(this, target);
  }
}
