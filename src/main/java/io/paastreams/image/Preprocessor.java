package io.paastreams.image;

import io.paastreams.geometry.Size;

/**
 * Brings pictures to the network's scale, as the reference's test pipeline does: the ratio is kept,
 * no side exceeds its limit, the resize is {@link BilinearResize}.
 *
 * <p>Threading: any; immutable.
 *
 * @param maxLongSide of the resized picture, in pixels
 * @param maxShortSide of the resized picture, in pixels
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
   * Fits pictures into the reference's {@code scale}, whose two numbers limit the long and the
   * short side whichever comes first: 1333x800 and 800x1333 are the same.
   */
  public static Preprocessor ofScale(Size scale, int sizeDivisor) {
    return new Preprocessor(
        Math.max(scale.width(), scale.height()),
        Math.min(scale.width(), scale.height()),
        sizeDivisor);
  }

  /** Resizes a picture; its pixels are shared, not copied, if they have the right size already. */
  public PreparedImage prepare(RgbImage image) {
    return prepare(DecodedImage.whole(image));
  }

  /**
   * The same for a picture that may have fewer pixels than its file: the way back is the file's.
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

  /** The size to which a picture of size {@code original} is resized, before padding. */
  public Size networkSize(Size original) {
    int longSide = Math.max(original.width(), original.height());
    int shortSide = Math.min(original.width(), original.height());
    double factor = Math.min((double) maxLongSide / longSide, (double) maxShortSide / shortSide);
    return new Size(scaled(original.width(), factor), scaled(original.height(), factor));
  }

  /** A sliver may round to nothing, where the reference fails: one pixel is kept. */
  private static int scaled(int side, double factor) {
    return Math.max(1, (int) (side * factor + 0.5));
  }

  /** The size of the network's input for a picture of size {@code original}, padding included. */
  public Size inputSize(Size original) {
    return paddedSize(networkSize(original));
  }

  /** The largest input that any picture comes to, in landscape. */
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
