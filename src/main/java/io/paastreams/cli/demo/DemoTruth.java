package io.paastreams.cli.demo;

import io.paastreams.dataset.ClipFrame;
import io.paastreams.dataset.CocoReader;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.DatasetImage;
import io.paastreams.dataset.Sample;
import io.paastreams.detection.Detection;
import io.paastreams.evaluation.CocoEvaluator;
import io.paastreams.evaluation.CocoMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Evaluates the detections that were read from Kafka against the clips' annotated boxes.
 *
 * <p>Clips play in a loop; each frame counts once per camera, the first time that it is detected,
 * so that memory is bounded however long the demo runs.
 *
 * <p>Threading: written by the one thread that consumes, read by any; every method locks.
 */
public final class DemoTruth {

  private final Dataset truth;
  private final List<List<Sample>> clips;
  private final Map<Integer, Map<Integer, List<Detection>>> detectedByCamera = new HashMap<>();

  private DemoTruth(Dataset truth, List<List<Sample>> clips) {
    this.truth = truth;
    this.clips = clips;
  }

  /**
   * Reads the boxes of some clips.
   *
   * @param annotations COCO video annotations with every frame of each clip
   * @param clipNames the file names in the order in which cameras play them
   * @throws IOException if not all of a clip's frames are present
   */
  static DemoTruth read(Path annotations, List<String> clipNames) throws IOException {
    Dataset truth = CocoReader.read(annotations).dataset();
    Map<String, Map<Integer, Sample>> byClip = new HashMap<>();
    for (Sample sample : truth.samples()) {
      ClipFrame frame = sample.image().frame();
      if (frame != null) {
        byClip.computeIfAbsent(frame.file(), file -> new TreeMap<>()).put(frame.index(), sample);
      }
    }
    List<List<Sample>> clips = new ArrayList<>();
    for (String name : clipNames) {
      List<Sample> frames = List.copyOf(byClip.getOrDefault(name, Map.of()).values());
      if (frames.isEmpty()) {
        throw new IOException(annotations + " has no frame of " + name);
      }
      clips.add(frames);
    }
    return new DemoTruth(truth, clips);
  }

  /** The names of the classes in the order of their ids. */
  List<String> labels() {
    return truth.labels().labels();
  }

  /**
   * Records what was found in a frame.
   *
   * @param camera the camera's number, counted from 0; cameras share the clips in turn
   * @param sequence the number of the frame, counted from 0 through all repetitions of the clip
   */
  synchronized void detected(int camera, long sequence, List<Detection> detections) {
    int frame = (int) (sequence % clips.get(camera % clips.size()).size());
    detectedByCamera
        .computeIfAbsent(camera, number -> new TreeMap<>())
        .putIfAbsent(frame, detections);
  }

  /** The figures over all detected frames; empty if there are none. */
  synchronized Optional<DetectionQuality> quality() {
    List<Sample> samples = new ArrayList<>();
    List<List<Detection>> found = new ArrayList<>();
    detectedByCamera.forEach(
        (camera, frames) ->
            frames.forEach(
                (frame, detections) -> {
                  Sample annotated = clips.get(camera % clips.size()).get(frame);
                  DatasetImage image = annotated.image();
                  // A clip that two cameras play has two images of each frame.
                  samples.add(
                      new Sample(
                          new DatasetImage(
                              samples.size(), image.fileName(), image.size(), image.frame()),
                          annotated.truths()));
                  found.add(detections);
                }));
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    CocoEvaluator evaluator = new CocoEvaluator(new Dataset(truth.categories(), samples));
    for (int image = 0; image < found.size(); image++) {
      evaluator.add(image, found.get(image));
    }
    CocoMetrics metrics = evaluator.evaluate();
    Map<String, Double> byClass = new TreeMap<>();
    metrics.classes().stream()
        .filter(each -> each.objects() > 0)
        .forEach(each -> byClass.put(each.name(), each.ap50()));
    return Optional.of(new DetectionQuality(samples.size(), metrics.ap50(), byClass));
  }
}
