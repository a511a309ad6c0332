package io.paastreams.model.postprocess;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.head.HeadOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of post-processing that runs on the device: keeps the best locations of each level and
 * scores their classes.
 */
final class LocationSelector {

  private final int perLevel;
  private final AnchorGenerator anchorGenerator;

  LocationSelector(int perLevel, AnchorGenerator anchorGenerator) {
    this.perLevel = perLevel;
    this.anchorGenerator = anchorGenerator;
  }

  Selection select(List<HeadOutput> outputs) {
    List<Level> levels = new ArrayList<>();
    int locations = 0;
    for (int i = 0; i < outputs.size(); i++) {
      Level level = Level.of(i, outputs.get(i), perLevel);
      levels.add(level);
      locations += level.kept();
    }
    NDArray classes = concat(levels.stream().map(Level::cls).toList());
    NDArray quality = concat(levels.stream().map(Level::iou).toList());
    NDArray deltas = concat(levels.stream().map(Level::reg).toList());
    NDArray scores = sigmoid(classes).mul(sigmoid(quality)).sqrt();
    int pictures = (int) classes.getShape().get(0);
    return new Selection(
        locations,
        (int) classes.getShape().get(2),
        floats(scores),
        floats(deltas),
        anchors(levels, pictures, locations));
  }

  private float[] anchors(List<Level> levels, int pictures, int locations) {
    float[] anchors = new float[4 * pictures * locations];
    int offset = 0;
    for (Level level : levels) {
      float[] all = anchorGenerator.level(level.index, level.rows, level.columns).boxes();
      for (int picture = 0; picture < pictures; picture++) {
        for (int i = 0; i < level.kept(); i++) {
          int anchor = level.anchor(picture, i);
          int target = picture * locations + offset + i;
          System.arraycopy(all, 4 * anchor, anchors, 4 * target, 4);
        }
      }
      offset += level.kept();
    }
    return anchors;
  }

  private static NDArray concat(List<NDArray> parts) {
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(new NDList(parts), 1);
  }

  private static NDArray sigmoid(NDArray logits) {
    return logits.getNDArrayInternal().sigmoid();
  }

  private static float[] floats(NDArray array) {
    float[] values = new float[Math.toIntExact(array.size())];
    array.toByteBuffer(true).asFloatBuffer().get(values);
    return values;
  }

  /**
   * One level: (pictures, kept, classes), (pictures, kept, 4), (pictures, kept, 1), and which
   * anchors were kept: (pictures, kept), or null for all in order.
   */
  private record Level(
      int index, int rows, int columns, NDArray cls, NDArray reg, NDArray iou, long[] best) {

    private static final long[] ALL = {};

    static Level of(int index, HeadOutput output, int limit) {
      Shape shape = output.cls().getShape();
      int rows = (int) shape.get(2);
      int columns = (int) shape.get(3);
      NDArray cls = byLocation(output.cls());
      NDArray reg = byLocation(output.reg());
      NDArray iou = byLocation(output.iou());
      if (limit < 0 || rows * columns <= limit) {
        return new Level(index, rows, columns, cls, reg, iou, ALL);
      }
      // The largest score belongs to the largest logit, and the root keeps the order.
      NDArray rank = sigmoid(cls.max(new int[] {2}, true)).mul(sigmoid(iou));
      NDArray best = rank.topK(limit, 1, true, true).get(1);
      return new Level(
          index,
          rows,
          columns,
          gather(cls, best),
          gather(reg, best),
          gather(iou, best),
          best.toLongArray());
    }

    /** (N, C, H, W) to (N, H * W, C): no copy if the channels are innermost in memory. */
    private static NDArray byLocation(NDArray map) {
      Shape shape = map.getShape();
      return map.transpose(0, 2, 3, 1)
          .reshape(shape.get(0), shape.get(2) * shape.get(3), shape.get(1));
    }

    private static NDArray gather(NDArray values, NDArray indices) {
      Shape shape = indices.getShape();
      return values.gather(
          indices.broadcast(shape.get(0), shape.get(1), values.getShape().get(2)), 1);
    }

    int kept() {
      return (int) cls.getShape().get(1);
    }

    int anchor(int picture, int location) {
      return best == ALL ? location : (int) best[picture * kept() + location];
    }
  }
}
