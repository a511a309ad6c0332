package io.paastreams.geometry;

/**
 * An axis-aligned box in pixels, corners {@code (x1, y1)} (left, top) and {@code (x2, y2)} (right,
 * bottom). Width is {@code x2 - x1}: there is no "+1".
 */
public record Box(float x1, float y1, float x2, float y2) {

  /** Width in pixels; negative if the corners are swapped. */
  public float width() {
    return x2 - x1;
  }

  /** Height in pixels; negative if the corners are swapped. */
  public float height() {
    return y2 - y1;
  }

  /** Area in square pixels. */
  public float area() {
    return width() * height();
  }
}
