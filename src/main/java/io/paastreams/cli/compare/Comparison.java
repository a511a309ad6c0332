package io.paastreams.cli.compare;

import io.paastreams.cli.rules.DetectionsSince;
import io.paastreams.config.ClusterConfig;
import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.evaluation.Agreement;
import io.paastreams.evaluation.BoxPairs;
import io.paastreams.evaluation.ComparedFrame;
import io.paastreams.event.EventSerdes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What two models detected in the same frames.
 *
 * @param a the first topic
 * @param b the second topic
 * @param from the capture time of the first frame in both
 * @param to the capture time of the last frame in both
 * @param agreement the agreement on the frames in both
 * @param disagreements the largest disagreements, at most one per camera and second
 */
public record Comparison(
    TopicSide a,
    TopicSide b,
    Instant from,
    Instant to,
    Agreement agreement,
    List<Disagreement> disagreements) {

  private static final Duration APART = Duration.ofSeconds(1);

  /**
   * One of the topics.
   *
   * @param models the names of its models by their SHA-256
   * @param onlyHere the number of frames that the other topic does not have
   */
  public record TopicSide(String topic, Map<String, String> models, long onlyHere) {}

  /**
   * What is compared.
   *
   * @param since frames captured from then on
   * @param until frames captured before; null for no end
   * @param camera the only camera; null for all
   * @param mostFrames the maximum number of records kept in memory
   * @param worst the number of disagreements to name
   */
  public record Scope(
      String topicA,
      String topicB,
      Instant since,
      @Nullable Instant until,
      @Nullable String camera,
      int mostFrames,
      int worst) {}

  /**
   * Reads both topics up to their current ends, and compares them.
   *
   * @param bad receives a sentence about each record that cannot be read
   * @throws IllegalStateException with the remedy, if a topic cannot be read, there are too many
   *     frames, or no frame is in both
   */
  public static Comparison of(
      ClusterConfig cluster, EventSerdes serdes, Scope scope, Consumer<String> bad) {
    DetectionsSince a = new DetectionsSince(cluster, serdes, scope.topicA);
    DetectionsSince b = new DetectionsSince(cluster, serdes, scope.topicB);
    boolean keepsA = a.count(scope.since) < b.count(scope.since);
    Pairs pairs = new Pairs(keepsA, scope.mostFrames);
    DetectionsSince.Span span = new DetectionsSince.Span(scope.since, scope.until);
    (keepsA ? a : b).read(span, scope.camera, pairs::keep, bad);
    (keepsA ? b : a).read(span, scope.camera, pairs::join, bad);
    List<Pairs.Pair> all = pairs.all();
    if (all.isEmpty()) {
      throw new IllegalStateException(
          "no frame is in both %s (%d frames) and %s (%d frames): both must be detections of the same frames topic, in the same time range"
              .formatted(scope.topicA, pairs.onlyA(), scope.topicB, pairs.onlyB()));
    }
    return of(pairs, all, scope);
  }

  private static Comparison of(Pairs pairs, List<Pairs.Pair> all, Scope scope) {
    LabelMap labels = labels(all);
    Map<String, Integer> ids = new HashMap<>();
    IntStream.range(0, labels.size()).forEach(i -> ids.put(labels.label(i), i));
    List<ComparedFrame> frames = new ArrayList<>();
    List<Disagreement> disagreements = new ArrayList<>();
    for (Pairs.Pair pair : all) {
      ComparedFrame frame =
          new ComparedFrame(
              pair.a().frameSize(),
              renumbered(ids, pair.a().detections(), pair.a().labels()),
              renumbered(ids, pair.b().detections(), pair.b().labels()),
              renumbered(ids, pair.b().faint(), pair.b().faintLabels()));
      frames.add(frame);
      BoxPairs boxes = BoxPairs.match(frame.a(), frame.b());
      if (boxes.disagreement() > 0) {
        disagreements.add(Disagreement.of(pair.a(), boxes, labels));
      }
    }
    return new Comparison(
        new TopicSide(scope.topicA, Map.copyOf(pairs.a().models()), pairs.onlyA()),
        new TopicSide(scope.topicB, Map.copyOf(pairs.b().models()), pairs.onlyB()),
        all.get(0).a().captureTime(),
        all.get(all.size() - 1).a().captureTime(),
        Agreement.of(labels, frames),
        largest(disagreements, scope.worst));
  }

  /** The labels of both models by name, because their class ids may differ. */
  private static LabelMap labels(List<Pairs.Pair> all) {
    TreeSet<String> names = new TreeSet<>();
    for (Pairs.Pair pair : all) {
      names.addAll(pair.a().labels());
      names.addAll(pair.b().labels());
      names.addAll(pair.b().faintLabels());
    }
    return new LabelMap(names.isEmpty() ? List.of("nothing") : List.copyOf(names));
  }

  private static List<Detection> renumbered(
      Map<String, Integer> ids, List<Detection> detections, List<String> labels) {
    return IntStream.range(0, detections.size())
        .mapToObj(
            i ->
                new Detection(
                    detections.get(i).box(),
                    ids.getOrDefault(labels.get(i), 0),
                    detections.get(i).score()))
        .toList();
  }

  /** Consecutive frames show the same scene, so one per camera and second is enough. */
  private static List<Disagreement> largest(List<Disagreement> all, int most) {
    all.sort(Comparator.comparingDouble(Disagreement::weight).reversed());
    List<Disagreement> chosen = new ArrayList<>();
    for (Disagreement each : all) {
      Predicate<Disagreement> isClose =
          other ->
              other.cameraId().equals(each.cameraId())
                  && Duration.between(other.captureTime(), each.captureTime())
                          .abs()
                          .compareTo(APART)
                      < 0;
      if (chosen.size() < most && chosen.stream().noneMatch(isClose)) {
        chosen.add(each);
      }
    }
    return chosen;
  }

  /** The figures for machine-readable output, without the curves. */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("a", a);
    figures.put("b", b);
    figures.put("from", from.toString());
    figures.put("to", to.toString());
    figures.put("agreement", agreement);
    figures.put("disagreements", disagreements.stream().map(Disagreement::figures).toList());
    return figures;
  }
}
