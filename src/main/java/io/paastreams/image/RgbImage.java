package io.paastreams.image;

import io.paastreams.geometry.Size;

/**
 * An 8-bit RGB picture.
 *
 * @param size width and height in pixels
 * @param pixels row-major, interleaved R, G, B (H x W x 3), one unsigned byte each; not copied, so
 *     the caller gives it away
 */
public record RgbImage(Size size, byte[] pixels) {

  public RgbImage {
    if (pixels.length != 3 * size.area()) {
      throw new IllegalArgumentException(
          size + " RGB needs " + 3 * size.area() + " bytes, not " + pixels.length);
    }
  }

  /** The picture stretched to another size, bilinearly; itself if it has that size already. */
  public RgbImage stretchedTo(Size target) {
    return BilinearResize.resize(this, target);
  }
}
