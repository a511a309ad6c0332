package io.paastreams.cli;

import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.MotDetections;
import io.paastreams.detection.Detection;
import io.paastreams.evaluation.Evaluation;
import io.paastreams.image.JpegDecode;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.model.Model;
import io.paastreams.tracking.Tracker;
import io.paastreams.tracking.TrackerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code evaluate --tracks}: passes a model's or given detections through the tracker and evaluates
 * the tracks on annotated videos.
 */
record TracksEvaluation(DataOptions.Videos videos, TrackOptions options) {

  /** The name of MOTChallenge's only class in the label lists of models. */
  private static final Set<String> PEDESTRIANS = Set.of("person", "pedestrian");

  /** Detections from a file. */
  Map<Long, List<Detection>> read(Path detections) throws IOException {
    return RecordedDetections.isMeant(detections)
        ? RecordedDetections.read(detections, videos.sequences(), videos.faults())
        : MotDetections.read(detections, videos.sequences(), videos.faults());
  }

  /** A model's detections of the tracked labels, including faint ones. */
  Map<Long, List<Detection>> detect(
      Model model,
      DetectorOptions detectorOptions,
      DecodeOptions decode,
      DataOptions data,
      int batch,
      EvaluationLog log) {
    Set<Integer> tracked = tracked(model.labels());
    try (Detector detector = RunningModel.load(model, detectorOptions)) {
      Preprocessor preprocessor = RunningModel.preprocessor(model.recipe(), decode.scale);
      ImageSource images =
          decode.jpegDecode == JpegDecode.FULL
              ? videos.source()
              : data.imagesFor(preprocessor, decode.decoder());
      log.begin();
      Map<Long, List<Detection>> found = new LinkedHashMap<>();
      Evaluation.run(
              videos.dataset(),
              images,
              EvaluateCommand.predictor(detector, preprocessor),
              batch,
              log)
          .detections()
          .forEach(
              (image, detections) ->
                  found.put(
                      image,
                      detections.stream()
                          .filter(each -> tracked.contains(each.classId()))
                          .toList()));
      return found;
    }
  }

  private Set<Integer> tracked(List<String> labels) {
    Set<String> wanted = wanted(labels);
    Set<Integer> tracked = new TreeSet<>();
    for (int classId = 0; classId < labels.size(); classId++) {
      if (wanted.contains(labels.get(classId))) {
        tracked.add(classId);
      }
    }
    return tracked;
  }

  private Set<String> wanted(List<String> labels) {
    @Nullable List<String> given = options.labels;
    if (given != null) {
      List<String> unknown = given.stream().filter(label -> !labels.contains(label)).toList();
      if (!unknown.isEmpty()) {
        throw new CommandFailedException(
            "--labels: the model does not know %s; it knows %s"
                .formatted(String.join(", ", unknown), String.join(", ", labels)));
      }
      return Set.copyOf(given);
    }
    Set<String> pedestrians =
        labels.stream().filter(PEDESTRIANS::contains).collect(Collectors.toSet());
    boolean challenge =
        videos.sequences().stream().allMatch(each -> each.name().matches("MOT(16|17|20)\\b.*"));
    return challenge && !pedestrians.isEmpty() ? pedestrians : Set.copyOf(labels);
  }

  /**
   * Tracks and prints the table.
   *
   * @return the figures for machine-readable output
   */
  Map<String, Object> judge(
      Map<Long, List<Detection>> detections, int unreadable, PrintWriter out) {
    TrackingFigures figures =
        TrackingFigures.of(
            new Tracker(TrackerConfig.defaults()),
            videos.sequences(),
            detections,
            options.observedOnly);
    if (figures.frames() == 0) {
      throw new CommandFailedException("none of the images could be read, for the reasons above");
    }
    out.printf("%n%s%n%n%s%n", figures.table(), extent(figures, unreadable));
    out.flush();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tracks", figures.json());
    Map<String, Object> judged = new LinkedHashMap<>();
    judged.put("videos", figures.sequences().size());
    judged.put("images", figures.frames());
    judged.put("objects", figures.objects());
    judged.put("boxes", figures.boxes());
    judged.put("unreadableImages", unreadable);
    judged.put("faults", videos.faults().counts());
    json.put("data", judged);
    return json;
  }

  /** What the figures describe. */
  private String extent(TrackingFigures figures, int unreadable) {
    String text =
        "Evaluated on %d boxes of %d objects in %d images of %d videos"
            .formatted(
                figures.boxes(), figures.objects(), figures.frames(), figures.sequences().size());
    if (options.idsByOverlap) {
      text += "; boxes were joined to objects by their overlap from frame to frame";
    }
    if (unreadable > 0) {
      text += "; " + unreadable + " images could not be read and are left out";
    }
    if (videos.faults().grave()) {
      text +=
          "; REDUCED, because annotations or detections have faults: " + videos.faults().counts();
    }
    return figures.boxes() == 0 ? text + "; without objects the figures mean nothing" : text;
  }
}
