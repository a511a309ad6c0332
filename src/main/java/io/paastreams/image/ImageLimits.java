package io.paastreams.image;

import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException.Reason;

/**
 * How large an image may be. The limits are checked against the file's header, before its pixels
 * are allocated.
 *
 * @param maxBytes the maximum number of bytes of the encoded file or of the raw pixels
 * @param maxPixels the largest product of width and height
 * @param maxSide the largest width or height
 */
public record ImageLimits(int maxBytes, long maxPixels, int maxSide) {

  /** The default limits: 64 MiB, 50 million pixels, 16,384 pixels per side. */
  public static final ImageLimits DEFAULT = new ImageLimits(64 << 20, 50_000_000, 16_384);

  /** Three bytes per pixel must fit into one Java array. */
  private static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / 3;

  public ImageLimits {
    if (maxBytes < 1 || maxSide < 1 || maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "image limits must be positive, and pixels at most %d: bytes %d, pixels %d, side %d"
              .formatted(MOST_PIXELS, maxBytes, maxPixels, maxSide));
    }
  }

  void checkBytes(int bytes) throws ImageException {
    if (bytes == 0) {
      throw new ImageException(Reason.EMPTY, "the image has no bytes");
    }
    if (bytes > maxBytes) {
      throw new ImageException(
          Reason.TOO_LARGE, "the image has %d bytes, the limit is %d".formatted(bytes, maxBytes));
    }
  }

  void checkSize(Size size) throws ImageException {
    if (size.width() > maxSide || size.height() > maxSide) {
      throw new ImageException(
          Reason.TOO_LARGE, "the image is %s, the limit is %d per side".formatted(size, maxSide));
    }
    if (size.area() > maxPixels) {
      throw new ImageException(
          Reason.TOO_LARGE,
          "the image is %s = %d pixels, the limit is %d".formatted(size, size.area(), maxPixels));
    }
  }
}
