package io.paastreams.model.anchor;

import java.util.ArrayList;
import java.util.List;

/**
 * Places one square anchor on every location of a feature pyramid.
 *
 * @param scale the side of an anchor in strides (8 in the reference)
 * @param startLevel the finest level: level n has stride 2 to the power of n
 * @param levels the number of levels
 */
public record AnchorGenerator(float scale, int startLevel, int levels) {

  /**
   * The anchors of every level, finest first.
   *
   * @param inputHeight the height of the padded network input in pixels
   * @param inputWidth the width of the padded network input in pixels
   */
  public List<AnchorLevel> generate(int inputHeight, int inputWidth) {
    List<AnchorLevel> result = new ArrayList<>();
    for (int level = startLevel; level < startLevel + levels; level++) {
      int stride = 1 << level;
      result.add(
          level(level - startLevel, divideUp(inputHeight, stride), divideUp(inputWidth, stride)));
    }
    return result;
  }

  /**
   * The anchors of one level.
   *
   * @param index the index of the level, 0 for the finest
   * @param rows the height of its feature map
   * @param columns the width of its feature map
   */
  public AnchorLevel level(int index, int rows, int columns) {
    int stride = 1 << (startLevel + index);
    return new AnchorLevel(stride, rows, columns, scale * stride);
  }

  static int divideUp(int length, int stride) {
    return (length + stride - 1) / stride;
  }
}
