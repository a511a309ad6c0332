package io.paastreams.model.postprocess;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.layer.HeadMaps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of post-processing that runs on the device: keeps the best locations of each level and
 * scores their classes.
 *
 * <p>Threading: any thread.
 */
final class LocationSelector {

  private final int perLevel;
  private final AnchorGenerator anchorGenerator;

  /** Those of the latest pyramid: most batches are of one size. */
  private volatile Anchors latest = new Anchors(List.of(), new float[0]);

  LocationSelector(int perLevel, AnchorGenerator anchorGenerator) {
    this.perLevel = perLevel;
    this.anchorGenerator = anchorGenerator;
  }

  Selection select(List<HeadOutput> outputs) {
    List<Level> levels = new ArrayList<>();
    int locations = 0;
    for (HeadOutput output : outputs) {
      Level level = Level.of(output, perLevel);
      levels.add(level);
      locations += level.kept();
    }
    NDArray classes = concat(levels.stream().map(Level::cls).toList());
    NDArray quality = concat(levels.stream().map(Level::iou).toList());
    NDArray deltas = concat(levels.stream().map(Level::reg).toList());
    return new Selection(
        locations,
        (int) classes.getShape().get(2),
        floats(HeadMaps.scores(classes, quality)),
        floats(deltas),
        anchors(outputs.stream().map(output -> output.cls().getShape()).toList()),
        anchorOf(levels, (int) classes.getShape().get(0), locations));
  }

  private static int[] anchorOf(List<Level> levels, int pictures, int locations) {
    int[] anchorOf = new int[pictures * locations];
    int place = 0;
    int firstAnchor = 0;
    for (Level level : levels) {
      for (int picture = 0; picture < pictures; picture++) {
        for (int i = 0; i < level.kept(); i++) {
          anchorOf[picture * locations + place + i] = firstAnchor + level.anchor(picture, i);
        }
      }
      place += level.kept();
      firstAnchor += level.size();
    }
    return anchorOf;
  }

  private float[] anchors(List<Shape> maps) {
    Anchors known = latest;
    if (!known.maps().equals(maps)) {
      known = new Anchors(maps, newAnchors(maps));
      latest = known;
    }
    return known.boxes();
  }

  private float[] newAnchors(List<Shape> maps) {
    float[] anchors = {};
    for (int i = 0; i < maps.size(); i++) {
      float[] level =
          anchorGenerator.level(i, (int) maps.get(i).get(2), (int) maps.get(i).get(3)).boxes();
      int before = anchors.length;
      anchors = Arrays.copyOf(anchors, before + level.length);
      System.arraycopy(level, 0, anchors, before, level.length);
    }
    return anchors;
  }

  /** The anchors of a pyramid with these feature maps. */
  private record Anchors(List<Shape> maps, float[] boxes) {}

  private static NDArray concat(List<NDArray> parts) {
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(new NDList(parts), 1);
  }

  private static float[] floats(NDArray array) {
    float[] values = new float[Math.toIntExact(array.size())];
    array.toByteBuffer(true).asFloatBuffer().get(values);
    return values;
  }

  /**
   * One level: (pictures, kept, classes), (pictures, kept, 4), (pictures, kept, 1), and which of
   * its locations were kept: (pictures, kept), or {@link #ALL} in order.
   */
  private record Level(int size, NDArray cls, NDArray reg, NDArray iou, long[] best) {

    private static final long[] ALL = {};

    static Level of(HeadOutput output, int limit) {
      NDArray cls = HeadMaps.byLocation(output.cls());
      NDArray reg = HeadMaps.byLocation(output.reg());
      NDArray iou = HeadMaps.byLocation(output.iou());
      int size = (int) cls.getShape().get(1);
      if (limit < 0 || size <= limit) {
        return new Level(size, cls, reg, iou, ALL);
      }
      NDArray best = HeadMaps.rank(cls, iou).topK(limit, 1, true, true).get(1);
      return new Level(
          size,
          HeadMaps.pick(cls, best),
          HeadMaps.pick(reg, best),
          HeadMaps.pick(iou, best),
          best.toLongArray());
    }

    int kept() {
      return (int) cls.getShape().get(1);
    }

    int anchor(int picture, int location) {
      return best == ALL ? location : (int) best[picture * kept() + location];
    }
  }
}
