package io.paastreams.image;

import io.paastreams.geometry.Size;
import java.util.Arrays;

/**
 * An 8-bit RGB picture: row-major, interleaved R, G, B (H x W x 3), one unsigned byte each.
 *
 * @param size width and height in pixels
 * @param array holds the pixels, perhaps among other things; not copied, and must not be changed
 * @param offset of the first pixel's red in it
 */
public record RgbImage(Size size, byte[] array, int offset) {

  public RgbImage {
    if (offset < 0 || array.length - offset < 3 * size.area()) {
      throw new IllegalArgumentException(
          size + " RGB needs " + 3 * size.area() + " bytes, not " + (array.length - offset));
    }
  }

  /**
   * A picture that fills an array.
   *
   * @param pixels not copied, so the caller gives it away
   */
  public RgbImage(Size size, byte[] pixels) {
    this(size, pixels, 0);
    if (pixels.length != 3 * size.area()) {
      throw new IllegalArgumentException(
          size + " RGB needs " + 3 * size.area() + " bytes, not " + pixels.length);
    }
  }

  /** All pixels and nothing else: the array, unless it holds other things too. */
  public byte[] pixels() {
    int bytes = Math.toIntExact(3 * size.area());
    return array.length == bytes ? array : Arrays.copyOfRange(array, offset, offset + bytes);
  }

  /** The picture stretched to another size, bilinearly; itself if it has that size already. */
  public RgbImage stretchedTo(Size target) {
    return BilinearResize.resize(this, target);
  }
}
