package io.paastreams.geometry;

/** Width and height in pixels, both at least 1. */
public record Size(int width, int height) {

  public Size {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a size needs sides of at least 1 pixel, not " + width + "x" + height);
    }
  }

  /** The number of pixels; does not overflow. */
  public long area() {
    return (long) width * height;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
