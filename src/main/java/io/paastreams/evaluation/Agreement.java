package io.paastreams.evaluation;

import io.paastreams.dataset.Category;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.DatasetImage;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.evaluation.BoxPairs.Pair;
import io.paastreams.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well two models agree on the same frames.
 *
 * @param frames the number of frames that both models processed
 * @param all the agreement over all classes
 * @param classes the agreement per class, in the order of the labels
 * @param renamed how many unmatched boxes match a box of another class
 * @param apOfB COCO's figures of the second model with the first one's detections as ground truth.
 *     The second model's faint boxes count as detections with low scores, as average precision
 *     needs them
 */
public record Agreement(
    int frames, Boxes all, List<Boxes> classes, int renamed, CocoMetrics apOfB) {

  public Agreement {
    classes = List.copyOf(classes);
  }

  /**
   * The boxes of one class, or of all.
   *
   * @param label the class; {@code all} for all
   * @param a the first model's detections
   * @param b the second model's detections
   * @param matched pairs of boxes, see {@link BoxPairs}
   * @param meanIou the mean IoU of the pairs; -1 if there are none
   * @param meanScoreDifference the mean score of the second model in a pair minus that of the
   *     first; 0 if there are no pairs
   * @param largestScoreDifference the largest difference of a pair in either direction
   */
  public record Boxes(
      String label,
      int a,
      int b,
      int matched,
      double meanIou,
      double meanScoreDifference,
      double largestScoreDifference) {}

  /** Compares two models on frames that both processed. */
  public static Agreement of(LabelMap labels, List<ComparedFrame> frames) {
    Count[] counts =
        IntStream.range(0, labels.size()).mapToObj(i -> new Count()).toArray(Count[]::new);
    Count all = new Count();
    int renamed = 0;
    for (ComparedFrame frame : frames) {
      BoxPairs pairs = frame.pairs();
      renamed += pairs.renamed().size();
      for (Detection each : frame.a()) {
        counts[each.classId()].a++;
        all.a++;
      }
      for (Detection each : frame.b()) {
        counts[each.classId()].b++;
        all.b++;
      }
      for (Pair pair : pairs.pairs()) {
        counts[pair.a().classId()].add(pair);
        all.add(pair);
      }
    }
    return new Agreement(
        frames.size(),
        all.boxes("all"),
        IntStream.range(0, labels.size()).mapToObj(i -> counts[i].boxes(labels.label(i))).toList(),
        renamed,
        metrics(labels, frames));
  }

  private static CocoMetrics metrics(LabelMap labels, List<ComparedFrame> frames) {
    List<Category> categories =
        IntStream.range(0, labels.size())
            .mapToObj(i -> new Category(i + 1L, labels.label(i)))
            .toList();
    List<Sample> samples = new ArrayList<>();
    long truths = 0;
    for (ComparedFrame frame : frames) {
      List<Truth> objects = new ArrayList<>();
      for (Detection each : frame.a()) {
        objects.add(truth(++truths, each));
      }
      long id = samples.size();
      samples.add(new Sample(new DatasetImage(id, "frame " + id, frame.size(), null), objects));
    }
    CocoEvaluator evaluator = new CocoEvaluator(new Dataset(categories, samples));
    for (int i = 0; i < frames.size(); i++) {
      evaluator.add(i, frames.get(i).b());
      evaluator.add(i, frames.get(i).faintB());
    }
    return evaluator.evaluate();
  }

  private static Truth truth(long id, Detection found) {
    Box box = found.box();
    return new Truth(
        id,
        box.x1(),
        box.y1(),
        box.width(),
        box.height(),
        found.classId(),
        /* crowd= */ false,
        box.area());
  }

  private static final class Count {
    private int a;
    private int b;
    private int matched;
    private double iou;
    private double difference;
    private double largest;

    void add(Pair pair) {
      matched++;
      iou += pair.iou();
      difference += pair.scoreDifference();
      if (Math.abs(pair.scoreDifference()) > Math.abs(largest)) {
        largest = pair.scoreDifference();
      }
    }

    Boxes boxes(String label) {
      return new Boxes(
          label,
          a,
          b,
          matched,
          matched == 0 ? -1 : iou / matched,
          matched == 0 ? 0 : difference / matched,
          largest);
    }
  }
}
