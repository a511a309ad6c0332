package io.paastreams.cli;

import io.paastreams.cli.rules.BadLineException;
import io.paastreams.cli.rules.DetectionLines;
import io.paastreams.dataset.AnnotationFaults;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.VideoSequence;
import io.paastreams.detection.Detection;
import io.paastreams.event.DetectedFrame;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Detection records in plain JSON, as {@code rules try} reads them, as the detections of videos:
 * the camera is the video's name, and {@code sequence} counts its frames from 0.
 */
final class RecordedDetections {

  private RecordedDetections() {}

  static boolean isMeant(Path file) {
    return file.toString().endsWith(".jsonl") && Files.isRegularFile(file);
  }

  /**
   * The detections by image id, faint ones included; images without a line have none.
   *
   * @param faults receives the lines that name no frame
   * @throws IOException if the file cannot be read, or a line is not a record of one of the videos
   */
  static Map<Long, List<Detection>> read(
      Path file, List<VideoSequence> videos, AnnotationFaults faults) throws IOException {
    Map<Long, List<Detection>> found = new HashMap<>();
    Map<String, VideoSequence> byName = new HashMap<>();
    for (VideoSequence video : videos) {
      byName.put(video.name(), video);
      video.frames().forEach(frame -> found.put(frame.image().id(), List.of()));
    }
    DetectionLines lines = new DetectionLines(file.toString());
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        DetectedFrame frame = lines.parse(line, number);
        VideoSequence video = byName.get(frame.cameraId());
        if (video == null) {
          throw new IOException(
              "%s, line %d: cameraId is %s, which is none of the videos: %s"
                  .formatted(
                      file,
                      number,
                      frame.cameraId(),
                      byName.keySet().stream()
                          .sorted()
                          .limit(5)
                          .collect(Collectors.joining(", "))));
        }
        if (frame.sequence() >= video.frames().size()) {
          faults.add(AnnotationFaults.Kind.NO_FRAME, file + ", line " + number);
          continue;
        }
        Sample sample = video.frames().get((int) frame.sequence());
        List<Detection> all = new ArrayList<>(frame.detections());
        all.addAll(frame.faint());
        found.put(sample.image().id(), all);
      }
      lines
          .warnings()
          .forEach(
              each ->
                  faults.add(AnnotationFaults.Kind.UNKNOWN_FIELD, "%s, %s".formatted(file, each)));
    } catch (BadLineException e) {
      throw new IOException(file + " cannot be used: " + e.getMessage(), e);
    }
    return found;
  }
}
