package io.paastreams.image;

import io.paastreams.geometry.Size;

/**
 * An image at the network's input scale, with what is needed to map boxes back to its original
 * pixels.
 *
 * @param image the resized image, neither padded nor normalised yet
 * @param padded the size of the network's input: {@code image}'s size rounded up to the stride of
 *     the coarsest level; images of one padded size can share a batch
 * @param original the size of the image before resizing
 * @param scaleX network pixels per original pixel, horizontally, as float32 like the reference's
 *     {@code scale_factor}
 * @param scaleY the same, vertically
 */
public record PreparedImage(
    RgbImage image, Size padded, Size original, float scaleX, float scaleY) {

  /** A black image that fills an input of that size, for trials. */
  public static PreparedImage black(Size input) {
    RgbImage image = new RgbImage(input, new byte[Math.toIntExact(3 * input.area())]);
    return new PreparedImage(image, input, input, 1, 1);
  }
}
