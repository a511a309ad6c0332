package io.paastreams.evaluation;

import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.Sample;
import io.paastreams.detection.Detection;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a predictor found in every image of a dataset.
 *
 * @param dataset the dataset, without the images that could not be read
 * @param detections the detections by image id
 * @param seconds the time that the predictor took
 */
public record Evaluation(Dataset dataset, Map<Long, List<Detection>> detections, double seconds) {

  /**
   * Runs a predictor over a dataset.
   *
   * @param source the source of images, which may have fewer pixels than their files
   * @param batchSize the number of images per call; images of different sizes never share one
   * @param listener receives progress and images that cannot be read
   */
  public static Evaluation run(
      Dataset dataset,
      ImageSource source,
      Predictor predictor,
      int batchSize,
      EvaluationListener listener) {
    Map<Long, List<Detection>> found = new LinkedHashMap<>();
    List<Sample> batch = new ArrayList<>();
    long nanos = 0;
    for (int i = 0; i < dataset.samples().size(); i++) {
      batch.add(dataset.samples().get(i));
      boolean last = i + 1 == dataset.samples().size();
      if (last
          || batch.size() == batchSize
          || !dataset.samples().get(i + 1).image().size().equals(batch.get(0).image().size())) {
        Map<Sample, DecodedImage> readable = read(batch, source, listener);
        if (!readable.isEmpty()) {
          long start = System.nanoTime();
          List<List<Detection>> results = predictor.detect(List.copyOf(readable.values()));
          nanos += System.nanoTime() - start;
          Iterator<List<Detection>> result = results.iterator();
          readable.keySet().forEach(sample -> found.put(sample.image().id(), result.next()));
        }
        batch.clear();
        listener.done(i + 1, dataset.samples().size());
      }
    }
    Dataset judged = dataset.filter(sample -> found.containsKey(sample.image().id()));
    return new Evaluation(judged, found, nanos / 1e9);
  }

  private static Map<Sample, DecodedImage> read(
      List<Sample> batch, ImageSource source, EvaluationListener listener) {
    Map<Sample, DecodedImage> readable = new LinkedHashMap<>();
    for (Sample sample : batch) {
      try {
        RgbImage image = source.read(sample.image()).toRgb();
        readable.put(sample, new DecodedImage(image, sample.image().size()));
      } catch (IOException e) {
        listener.unreadable(sample.image(), String.valueOf(e.getMessage()));
      }
    }
    return readable;
  }

  /** COCO's figures. */
  public CocoMetrics metrics() {
    return evaluator().evaluate();
  }

  /**
   * The number per image of detections of at least {@code score} that match no object of their
   * class at IoU 0.5.
   */
  public double falseAlarms(double score) {
    CocoEvaluator evaluator = evaluator();
    long alarms = 0;
    for (int classId = 0; classId < dataset.categories().size(); classId++) {
      for (Matching matching : evaluator.match(classId, SizeGroup.ALL)) {
        for (int d = 0; d < matching.detections().size(); d++) {
          if (matching.matched()[0][d] < 0 && matching.detections().get(d).score() >= score) {
            alarms++;
          }
        }
      }
    }
    return (double) alarms / Math.max(1, dataset.samples().size());
  }

  /** A copy with only the detections that score higher than this. */
  public Evaluation above(double score) {
    float bound = (float) score;
    Map<Long, List<Detection>> kept = new LinkedHashMap<>();
    detections.forEach(
        (image, found) ->
            kept.put(image, found.stream().filter(each -> each.score() > bound).toList()));
    return new Evaluation(dataset, kept, seconds);
  }

  /** The counts that users see above a score. */
  public ServedCounts served(double score) {
    return ServedCounts.of(this, score);
  }

  /** How often boxes of a score are right. */
  public Reliability reliability() {
    return Reliability.of(judged());
  }

  List<JudgedBox> judged() {
    return dataset.samples().stream()
        .flatMap(
            sample ->
                JudgedBox.of(sample, detections.getOrDefault(sample.image().id(), List.of()))
                    .stream())
        .toList();
  }

  CocoEvaluator evaluator() {
    CocoEvaluator evaluator = new CocoEvaluator(dataset);
    detections.forEach(evaluator::add);
    return evaluator;
  }
}
