package io.paastreams.model.anchor;

/**
 * The anchors of one pyramid level: squares centred at (column x stride, row x stride), that is, on
 * the upper left corner of each cell. They are counted row by row.
 *
 * @param stride the distance between neighbours in pixels
 * @param rows the height of the feature map
 * @param columns the width of the feature map
 * @param side the side of every anchor in pixels
 */
public record AnchorLevel(int stride, int rows, int columns, float side) {

  /** The number of anchors. */
  public int size() {
    return rows * columns;
  }

  /** The horizontal centre of an anchor in pixels. */
  public float centerX(int index) {
    return index % columns * stride;
  }

  /** The vertical centre of an anchor in pixels. */
  public float centerY(int index) {
    return index / columns * stride;
  }

  /** All anchors as x1, y1, x2, y2 in pixels, {@code 4 * size()} values. */
  public float[] boxes() {
    float[] boxes = new float[4 * size()];
    for (int i = 0; i < size(); i++) {
      boxes[4 * i] = centerX(i) - 0.5f * side;
      boxes[4 * i + 1] = centerY(i) - 0.5f * side;
      boxes[4 * i + 2] = centerX(i) + 0.5f * side;
      boxes[4 * i + 3] = centerY(i) + 0.5f * side;
    }
    return boxes;
  }

  /**
   * Which anchors belong to an image that does not fill the batch's input.
   *
   * @param paddedHeight the height of this image alone, padded to the size divisor
   * @param paddedWidth the width of this image alone, padded to the size divisor
   */
  public boolean[] valid(int paddedHeight, int paddedWidth) {
    int validRows = Math.min(AnchorGenerator.divideUp(paddedHeight, stride), rows);
    int validColumns = Math.min(AnchorGenerator.divideUp(paddedWidth, stride), columns);
    boolean[] valid = new boolean[size()];
    for (int i = 0; i < valid.length; i++) {
      valid[i] = i / columns < validRows && i % columns < validColumns;
    }
    return valid;
  }
}
