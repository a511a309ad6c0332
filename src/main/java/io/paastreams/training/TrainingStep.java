package io.paastreams.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.model.PaaNetwork;
import io.paastreams.model.Recipe;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.training.assign.Assignment;
import io.paastreams.training.assign.MaxIouAssigner;
import io.paastreams.training.assign.PaaAssigner;
import io.paastreams.training.loss.CandidateLosses;
import io.paastreams.training.loss.PaaLoss;
import io.paastreams.training.loss.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One pass of a batch: the network, the assignment from its outputs, and the losses.
 *
 * <p>Threading: confined to one thread.
 */
final class TrainingStep {

  private final PaaNetwork network;
  private final Recipe recipe;
  private final TrainingRecipe training;
  private final Map<Size, AnchorGrid> anchors = new HashMap<>();

  TrainingStep(PaaNetwork network, Recipe recipe, TrainingRecipe training) {
    this.network = network;
    this.recipe = recipe;
    this.training = training;
  }

  /** The losses of a batch, and how many anchors were positive in each image. */
  record Result(PaaLoss loss, int[] positives) {}

  /**
   * Computes the losses, ready to be differentiated.
   *
   * @param manager the manager that owns all intermediate arrays
   */
  Result run(TrainingBatch batch, NDManager manager) {
    Size padded = batch.padded();
    NDArray images =
        manager
            .create(batch.images(), new Shape(batch.size(), padded.height(), padded.width(), 3))
            .transpose(0, 3, 1, 2);
    List<HeadOutput> levels = network.forward(images);
    NDArray logits = flat(levels.stream().map(HeadOutput::cls).toList());
    NDArray deltas = flat(levels.stream().map(HeadOutput::reg).toList());
    NDArray ious = flat(levels.stream().map(HeadOutput::iou).toList());
    AnchorGrid grid = anchors.computeIfAbsent(padded, size -> AnchorGrid.of(recipe, size));
    Assigned assigned = assign(batch, grid, logits.toFloatArray(), deltas.toFloatArray());
    return new Result(
        PaaLoss.of(logits, deltas, ious, assigned.targets(), training.loss()),
        assigned.positives());
  }

  /** Joins the levels' (N, C, H, W) to (N, A, C). */
  private static NDArray flat(List<NDArray> levels) {
    NDList rows = new NDList();
    for (NDArray level : levels) {
      Shape shape = level.getShape();
      rows.add(level.transpose(0, 2, 3, 1).reshape(shape.get(0), -1, shape.get(1)));
    }
    return NDArrays.concat(rows, 1);
  }

  private record Assigned(Targets targets, int[] positives) {}

  private Assigned assign(TrainingBatch batch, AnchorGrid grid, float[] logits, float[] deltas) {
    int count = grid.count();
    int classes = logits.length / (batch.size() * count);
    MaxIouAssigner byOverlap = new MaxIouAssigner(training.assignment().minIou());
    PaaAssigner byFit =
        new PaaAssigner(grid.levelSizes(), training.assignment().candidatesPerLevel());
    Assignment[] kept = new Assignment[batch.size()];
    int[][] positives = new int[batch.size()][];
    for (int i = 0; i < batch.size(); i++) {
      TrainingBatch.Objects objects = batch.objects().get(i);
      Assignment candidates =
          byOverlap.assign(grid.boxes(), grid.valid(objects.padded()), objects.boxes());
      float[] losses =
          CandidateLosses.of(
              Arrays.copyOfRange(logits, i * count * classes, (i + 1) * count * classes),
              Arrays.copyOfRange(deltas, i * count * 4, (i + 1) * count * 4),
              grid.boxes(),
              classes,
              candidates.candidates(),
              candidates.truthOf(),
              objects.boxes(),
              objects.labels(),
              training.loss());
      positives[i] = byFit.positives(candidates, losses);
      kept[i] = candidates;
    }
    return new Assigned(
        targets(batch, grid, kept, positives),
        IntStream.range(0, positives.length).map(i -> positives[i].length).toArray());
  }

  private static Targets targets(
      TrainingBatch batch, AnchorGrid grid, Assignment[] assignments, int[][] positives) {
    int count = grid.count();
    int total = 0;
    for (int[] each : positives) {
      total += each.length;
    }
    int[] indices = new int[total];
    int[] classes = new int[total];
    float[] boxes = new float[4 * total];
    float[] anchors = new float[4 * total];
    List<Integer> invalid = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < batch.size(); i++) {
      TrainingBatch.Objects objects = batch.objects().get(i);
      int[] truthOf = assignments[i].truthOf();
      for (int anchor : positives[i]) {
        Box box = objects.boxes().get(truthOf[anchor]);
        indices[next] = i * count + anchor;
        classes[next] = objects.labels()[truthOf[anchor]];
        boxes[4 * next] = box.x1();
        boxes[4 * next + 1] = box.y1();
        boxes[4 * next + 2] = box.x2();
        boxes[4 * next + 3] = box.y2();
        System.arraycopy(grid.boxes(), 4 * anchor, anchors, 4 * next, 4);
        next++;
      }
      for (int anchor = 0; anchor < count; anchor++) {
        if (truthOf[anchor] == Assignment.INVALID) {
          invalid.add(i * count + anchor);
        }
      }
    }
    return new Targets(
        batch.size(),
        count,
        invalid.stream().mapToInt(Integer::intValue).toArray(),
        indices,
        classes,
        boxes,
        anchors);
  }
}
