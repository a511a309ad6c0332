package io.paastreams.training;

import io.paastreams.geometry.Size;
import io.paastreams.model.Recipe;
import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.anchor.AnchorLevel;
import java.util.List;

/**
 * The anchors of one padded input size, flat over all levels.
 *
 * @param levels the levels, finest first; the flat index counts through them
 * @param boxes {@code 4 * A} values, x1, y1, x2, y2 in network pixels
 */
record AnchorGrid(List<AnchorLevel> levels, float[] boxes) {

  static AnchorGrid of(Recipe recipe, Size padded) {
    List<AnchorLevel> levels =
        new AnchorGenerator(
                recipe.anchors().scale(), recipe.neck().startLevel(), recipe.neck().levels())
            .generate(padded.height(), padded.width());
    float[] boxes = new float[4 * levels.stream().mapToInt(AnchorLevel::size).sum()];
    int next = 0;
    for (AnchorLevel level : levels) {
      System.arraycopy(level.boxes(), 0, boxes, next, 4 * level.size());
      next += 4 * level.size();
    }
    return new AnchorGrid(levels, boxes);
  }

  int count() {
    return boxes.length / 4;
  }

  int[] levelSizes() {
    return levels.stream().mapToInt(AnchorLevel::size).toArray();
  }

  /** Whether each anchor belongs to an image whose own padding ends at {@code padded}. */
  boolean[] valid(Size padded) {
    boolean[] valid = new boolean[count()];
    int next = 0;
    for (AnchorLevel level : levels) {
      boolean[] inside = level.valid(padded.height(), padded.width());
      System.arraycopy(inside, 0, valid, next, inside.length);
      next += inside.length;
    }
    return valid;
  }
}
