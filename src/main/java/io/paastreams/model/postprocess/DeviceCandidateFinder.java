package io.paastreams.model.postprocess;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.layer.HeadMaps;
import io.paastreams.model.layer.ScriptFunction;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Finds candidates in outputs that are in a device's memory: everything with a fixed shape is done
 * there for all images at once. The best locations of each level are kept and their classes scored,
 * then copied to the host once, where the threshold is applied. What passes the threshold depends
 * on the values, and a device would have to wait at every such step.
 *
 * <p>Threading: safe.
 */
final class DeviceCandidateFinder implements CandidateFinder {

  private static final int BOX = 4;

  /** One array, so that there is one copy; a float holds the number of any location. */
  private static final ScriptFunction PACK =
      ScriptFunction.of("torch.cat([x, y, torch.unsqueeze(torch.to(z, 6), 2)], 2)", 3);

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
      List<ImageGeometry> images,
      Runnable deviceFree,
      Function<Candidates, T> then) {
    Selection selection;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      selection = select(outputs);
    }
    deviceFree.run();
    return Shares.compute(
        images.size(),
        (first, end) ->
            IntStream.range(first, end)
                .mapToObj(i -> then.apply(candidates(selection, i, images.get(i))))
                .toList());
  }

  private Selection select(List<HeadOutput> outputs) {
    List<Level> levels = outputs.stream().map(output -> Level.of(output, perLevel)).toList();
    NDArray classes = concat(levels, Level::cls);
    NDArray scores = PaaScore.scores(classes, concat(levels, Level::iou));
    NDArray all = PACK.apply(scores, concat(levels, Level::reg), concat(levels, Level::best));
    return new Selection(
        (int) classes.getShape().get(2), floats(all), anchors.of(outputs), firstAnchors(levels));
  }

  /** For each location of an image, the first anchor of its level. */
  private static int[] firstAnchors(List<Level> levels) {
    int[] first = new int[levels.stream().mapToInt(Level::kept).sum()];
    int place = 0;
    int anchor = 0;
    for (Level level : levels) {
      Arrays.fill(first, place, place + level.kept(), anchor);
      place += level.kept();
      anchor += level.size();
    }
    return first;
  }

  private static NDArray concat(List<Level> levels, Function<Level, NDArray> part) {
    List<NDArray> parts = levels.stream().map(part).toList();
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(new NDList(parts), 1);
  }

  private static float[] floats(NDArray array) {
    float[] values = new float[Math.toIntExact(array.size())];
    array.toByteBuffer(true).asFloatBuffer().get(values);
    return values;
  }

  private Candidates candidates(Selection selection, int image, ImageGeometry geometry) {
    int classes = selection.classes();
    float[] values = selection.values();
    int locations = selection.firstAnchors().length;
    int row = classes + BOX + 1;
    CandidateCollector collector = new CandidateCollector(geometry, 1024);
    for (int location = 0; location < locations; location++) {
      int first = (image * locations + location) * row;
      collector.reserve(classes);
      int number = collector.locations();
      for (int label = 0; label < classes; label++) {
        float score = values[first + label];
        collector.offer(number, label, score, score > scoreThreshold);
      }
      if (collector.has(number)) {
        int anchor = selection.firstAnchors()[location] + (int) values[first + classes + BOX];
        collector.addBox(selection.anchors(), BOX * anchor, values, first + classes);
      }
    }
    return collector.candidates();
  }

  /**
   * The selected locations of a batch, in plain memory.
   *
   * @param classes the number of classes
   * @param values (image, location, classes + 5): the classes' scores, the deltas of the box, and
   *     which of the level's anchors is the location's
   * @param anchors the anchors of the whole pyramid, x1, y1, x2, y2 in network pixels
   * @param firstAnchors the first anchor of the level of each of an image's locations
   */
  private record Selection(int classes, float[] values, float[] anchors, int[] firstAnchors) {}

  /**
   * One level: (images, kept, classes), (images, kept, 4), (images, kept, 1), and which of its
   * locations were kept: (images, kept), int64.
   */
  private record Level(int size, NDArray cls, NDArray reg, NDArray iou, NDArray best) {

    static Level of(HeadOutput output, int limit) {
      NDArray cls = HeadMaps.byLocation(output.cls());
      NDArray reg = HeadMaps.byLocation(output.reg());
      NDArray iou = HeadMaps.byLocation(output.iou());
      int size = (int) cls.getShape().get(1);
      if (limit < 0 || size <= limit) {
        return new Level(size, cls, reg, iou, HeadMaps.locations(cls));
      }
      NDArray best = PaaScore.bestRanks(cls, iou).topK(limit, 1, true, true).get(1);
      return new Level(
          size, HeadMaps.pick(cls, best), HeadMaps.pick(reg, best), HeadMaps.pick(iou, best), best);
    }

    int kept() {
      return (int) cls.getShape().get(1);
    }
  }
}
