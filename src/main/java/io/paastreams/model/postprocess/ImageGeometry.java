package io.paastreams.model.postprocess;

/**
 * How one picture of a batch lies in the network's input.
 *
 * @param width of the picture in network pixels, without padding; boxes are clipped to it
 * @param height the same, vertically
 * @param scaleX network pixels per pixel of the wanted boxes, horizontally; 1 for boxes in network
 *     pixels
 * @param scaleY the same, vertically
 */
public record ImageGeometry(int width, int height, float scaleX, float scaleY) {

  /** Boxes in network pixels. */
  public static ImageGeometry unscaled(int width, int height) {
    return new ImageGeometry(width, height, 1, 1);
  }
}
