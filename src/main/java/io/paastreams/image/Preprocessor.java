package io.paastreams.image;

import io.paastreams.geometry.Size;

/**
 * Resizes images to the network's scale as the reference's test pipeline does: the aspect ratio is
 * kept, no side exceeds its limit, and the resize is {@link BilinearResize}.
 *
 * <p>Threading: safe; immutable.
 *
 * @param maxLongSide the longest long side of the resized image, in pixels
 * @param maxShortSide the longest short side of the resized image, in pixels
 * @param sizeDivisor the network's input is padded to multiples of this
 */
public record Preprocessor(int maxLongSide, int maxShortSide, int sizeDivisor) {

  public Preprocessor {
    if (maxShortSide < 1 || maxLongSide < maxShortSide || sizeDivisor < 1) {
      throw new IllegalArgumentException(
          "sides must be positive, the long one not below the short one, and the divisor positive:"
              + " long %d, short %d, divisor %d".formatted(maxLongSide, maxShortSide, sizeDivisor));
    }
  }

  /**
   * Fits images into the reference's {@code scale}, whose two numbers limit the long and the short
   * side in either order: 1333x800 and 800x1333 are the same.
   */
  public static Preprocessor ofScale(Size scale, int sizeDivisor) {
    return new Preprocessor(
        Math.max(scale.width(), scale.height()),
        Math.min(scale.width(), scale.height()),
        sizeDivisor);
  }

  /** Resizes an image; its pixels are shared, not copied, if they already have the right size. */
  public PreparedImage prepare(RgbImage image) {
    return prepare(DecodedImage.whole(image));
  }

  /**
   * Resizes an image that may have fewer pixels than its file; boxes are mapped back to the file's
   * pixels.
   */
  public PreparedImage prepare(DecodedImage decoded) {
    Size original = decoded.original();
    Size network = networkSize(original);
    return new PreparedImage(
        BilinearResize.resize(decoded.image(), network),
        paddedSize(network),
        original,
        (float) ((double) network.width() / original.width()),
        (float) ((double) network.height() / original.height()));
  }

  /** The size to which an image of size {@code original} is resized, before padding. */
  public Size networkSize(Size original) {
    int longSide = Math.max(original.width(), original.height());
    int shortSide = Math.min(original.width(), original.height());
    double factor = Math.min((double) maxLongSide / longSide, (double) maxShortSide / shortSide);
    return new Size(scaled(original.width(), factor), scaled(original.height(), factor));
  }

  /** A sliver may round to nothing; the reference fails there, but one pixel is kept here. */
  private static int scaled(int side, double factor) {
    return Math.max(1, (int) (side * factor + 0.5));
  }

  /** The size of the network's input for an image of size {@code original}, including padding. */
  public Size inputSize(Size original) {
    return paddedSize(networkSize(original));
  }

  /** The largest input that any image can lead to, in landscape. */
  public Size largestInput() {
    return paddedSize(new Size(maxLongSide, maxShortSide));
  }

  private Size paddedSize(Size network) {
    return new Size(roundUp(network.width()), roundUp(network.height()));
  }

  private int roundUp(int side) {
    return (side + sizeDivisor - 1) / sizeDivisor * sizeDivisor;
  }
}
