package io.paastreams.model.postprocess;

/**
 * How one image of a batch lies in the network's input.
 *
 * @param width the width of the image in network pixels, without padding; boxes are clipped to it
 * @param height the height of the image in network pixels, without padding; boxes are clipped to it
 * @param scaleX network pixels per pixel of the wanted boxes, horizontally; 1 for boxes in network
 *     pixels
 * @param scaleY the same, vertically
 */
public record ImageGeometry(int width, int height, float scaleX, float scaleY) {

  /** Geometry for boxes in network pixels. */
  public static ImageGeometry unscaled(int width, int height) {
    return new ImageGeometry(width, height, 1, 1);
  }
}
