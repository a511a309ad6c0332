package io.paastreams.model.postprocess;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.layer.HeadMaps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Finds candidates where the outputs lie in a device's memory: all that has a fixed shape is done
 * there for all pictures at once. The best locations of each level are kept and their classes
 * scored; then one copy to the host, and the threshold. What passes it depends on the values, and a
 * device would have to wait at every such step.
 *
 * <p>Threading: any thread.
 */
final class DeviceCandidateFinder implements CandidateFinder {

  private final float scoreThreshold;
  private final int perLevel;
  private final PyramidAnchors anchors;

  DeviceCandidateFinder(PostprocessConfig config, PyramidAnchors anchors) {
    this.scoreThreshold = config.scoreThreshold();
    this.perLevel = config.candidatesPerLevel();
    this.anchors = anchors;
  }

  @Override
  public <T> List<T> find(
      List<HeadOutput> outputs,
      List<ImageGeometry> pictures,
      Runnable deviceFree,
      Function<Candidates, T> then) {
    Selection selection;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      selection = select(outputs);
    }
    deviceFree.run();
    return Shares.compute(
        pictures.size(),
        (first, end) ->
            IntStream.range(first, end)
                .mapToObj(i -> then.apply(candidates(selection, i, pictures.get(i))))
                .toList());
  }

  private Selection select(List<HeadOutput> outputs) {
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
        floats(PaaScore.scores(classes, quality)),
        floats(deltas),
        anchors.of(outputs),
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

  private static NDArray concat(List<NDArray> parts) {
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(new NDList(parts), 1);
  }

  private static float[] floats(NDArray array) {
    float[] values = new float[Math.toIntExact(array.size())];
    array.toByteBuffer(true).asFloatBuffer().get(values);
    return values;
  }

  private Candidates candidates(Selection selection, int picture, ImageGeometry geometry) {
    int classes = selection.classes();
    float[] scores = selection.scores();
    int first = picture * selection.locations();
    int end = first + selection.locations();
    CandidateCollector collector = new CandidateCollector(geometry, 1024);
    for (int location = first; location < end; location++) {
      collector.reserve(classes);
      int number = collector.locations();
      for (int label = 0; label < classes; label++) {
        float score = scores[location * classes + label];
        collector.offer(number, label, score, score > scoreThreshold);
      }
      if (collector.has(number)) {
        collector.addBox(
            selection.anchors(),
            4 * selection.anchorOf()[location],
            selection.deltas(),
            4 * location);
      }
    }
    return collector.candidates();
  }

  /**
   * The locations of a batch that take part, in plain memory.
   *
   * @param locations a picture
   * @param classes number of classes
   * @param scores (picture, location, class)
   * @param deltas (picture, location, 4)
   * @param anchors of the whole pyramid, x1, y1, x2, y2 in network pixels
   * @param anchorOf (picture, location): which of the anchors is the location's
   */
  private record Selection(
      int locations,
      int classes,
      float[] scores,
      float[] deltas,
      float[] anchors,
      int[] anchorOf) {}

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
      NDArray best = PaaScore.bestRanks(cls, iou).topK(limit, 1, true, true).get(1);
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
