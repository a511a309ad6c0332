package io.paastreams.dataset;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads existing detections in MOT format: a line is {@code frame,-1,left,top,width,height,score},
 * where the first frame is 1. A file of one sequence, or a folder that holds {@code SEQUENCE.txt}
 * or {@code SEQUENCE/det/det.txt}.
 */
public final class MotDetections {

  private MotDetections() {}

  /**
   * The detections of videos, by image id; images without detections have an empty list.
   *
   * @param source a file if there is only one video, or a folder
   * @param faults receives lines that are not detections or name no frame
   * @throws IOException if a file is missing or cannot be read, or a score is not in 0..1
   */
  public static Map<Long, List<Detection>> read(
      Path source, List<VideoSequence> videos, AnnotationFaults faults) throws IOException {
    if (Files.isRegularFile(source) && videos.size() > 1) {
      throw new IOException(
          "%s is one file, but there are %d sequences: name a folder that holds SEQUENCE.txt or"
                  .formatted(source, videos.size())
              + " SEQUENCE/det/det.txt for each");
    }
    Map<Long, List<Detection>> found = new HashMap<>();
    for (VideoSequence video : videos) {
      read(fileOf(source, video.name()), video, found, faults);
    }
    return found;
  }

  private static Path fileOf(Path source, String name) throws IOException {
    if (Files.isRegularFile(source)) {
      return source;
    }
    List<Path> places =
        List.of(
            source.resolve(name + ".txt"),
            source.resolve(name).resolve("det/det.txt"),
            source.resolve("det/det.txt"));
    for (Path place : places) {
      if (Files.isRegularFile(place)) {
        return place;
      }
    }
    throw new IOException(
        "there are no detections of "
            + name
            + ": neither "
            + places.get(0)
            + " nor "
            + places.get(1));
  }

  private static void read(
      Path file, VideoSequence video, Map<Long, List<Detection>> found, AnnotationFaults faults)
      throws IOException {
    Map<Long, Long> images = new HashMap<>();
    // Lines count frames from 1, COCO's videos usually from 0.
    long offset = VideoSequence.position(video.frames().get(0)).number() == 0 ? 1 : 0;
    long last = 0;
    for (Sample frame : video.frames()) {
      last = VideoSequence.position(frame).number() + offset;
      images.put(last, frame.image().id());
      found.put(frame.image().id(), new ArrayList<>());
    }
    for (MotLine line : MotLine.read(file, faults)) {
      if (!(line.score() >= 0 && line.score() <= 1)) {
        throw new IOException(
            "%s: its score %s is not in 0..1: scale the scores, because the tracker distinguishes confident from faint boxes by them"
                .formatted(line.place(), line.score()));
      }
      Long image = images.get((long) line.frame());
      if (image == null) {
        if (line.frame() > last) {
          faults.add(AnnotationFaults.Kind.NO_FRAME, line.place());
        }
        continue;
      }
      if (!(line.width() > 0) || !(line.height() > 0)) {
        faults.add(AnnotationFaults.Kind.EMPTY_BOX, line.place());
        continue;
      }
      found
          .getOrDefault(image, new ArrayList<>())
          .add(
              new Detection(
                  new Box(
                      (float) line.left(),
                      (float) line.top(),
                      (float) (line.left() + line.width()),
                      (float) (line.top() + line.height())),
                  Math.max(line.classNumber(), 0),
                  (float) line.score()));
    }
  }
}
