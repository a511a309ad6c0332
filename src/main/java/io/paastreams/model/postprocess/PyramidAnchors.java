package io.paastreams.model.postprocess;

import ai.djl.ndarray.types.Shape;
import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.head.HeadOutput;
import java.util.Arrays;
import java.util.List;

/**
 * The anchors of all levels in one array. Those of the latest pyramid are cached, because most
 * batches have the same size.
 *
 * <p>Threading: safe.
 */
final class PyramidAnchors {

  private final AnchorGenerator generator;

  private volatile Known latest = new Known(List.of(), new float[0]);

  PyramidAnchors(AnchorGenerator generator) {
    this.generator = generator;
  }

  /** The anchors as x1, y1, x2, y2 in network pixels, level after level, finest first. */
  float[] of(List<HeadOutput> outputs) {
    List<Shape> maps = outputs.stream().map(output -> output.iou().getShape().slice(2)).toList();
    Known known = latest;
    if (!known.maps().equals(maps)) {
      known = new Known(maps, generate(maps));
      latest = known;
    }
    return known.boxes();
  }

  private float[] generate(List<Shape> maps) {
    float[] anchors = {};
    for (int i = 0; i < maps.size(); i++) {
      float[] level =
          generator.level(i, (int) maps.get(i).get(0), (int) maps.get(i).get(1)).boxes();
      int before = anchors.length;
      anchors = Arrays.copyOf(anchors, before + level.length);
      System.arraycopy(level, 0, anchors, before, level.length);
    }
    return anchors;
  }

  /** The anchors of a pyramid with these feature maps (H, W). */
  private record Known(List<Shape> maps, float[] boxes) {}
}
