package io.paastreams.cli;

import static io.paastreams.cli.table.TextColumns.fixed;

import io.paastreams.cli.table.TextColumns;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.dataset.VideoSequence;
import io.paastreams.detection.Detection;
import io.paastreams.evaluation.JudgedFrame;
import io.paastreams.evaluation.TrackedBox;
import io.paastreams.evaluation.TrackingMetrics;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.Observation;
import io.paastreams.tracking.TrackPhase;
import io.paastreams.tracking.TrackedObject;
import io.paastreams.tracking.Tracker;
import io.paastreams.tracking.TrackerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The figures of a tracker on annotated videos, for each and for all together.
 *
 * @param sequences the videos in the annotations' order
 */
record TrackingFigures(List<Sequence> sequences) {

  private static final String ALL = "all";

  /**
   * One video with what the tracker made of it.
   *
   * @param objects the number of annotated objects
   * @param boxes the number of their boxes in all frames
   */
  record Sequence(String name, List<JudgedFrame> frames, int objects, int boxes) {}

  /**
   * Tracks videos.
   *
   * @param detections the detections by image id; a frame without an entry was not seen
   * @param observedOnly whether predicted boxes are left out
   * @throws CommandFailedException if a detection is not valid
   */
  static TrackingFigures of(
      Tracker tracker,
      List<VideoSequence> videos,
      Map<Long, List<Detection>> detections,
      boolean observedOnly) {
    return new TrackingFigures(
        videos.stream().map(video -> track(tracker, video, detections, observedOnly)).toList());
  }

  private static Sequence track(
      Tracker tracker,
      VideoSequence video,
      Map<Long, List<Detection>> detections,
      boolean observedOnly) {
    List<JudgedFrame> frames = new ArrayList<>();
    Map<UUID, Long> numbers = new HashMap<>();
    Map<Long, Integer> objects = new HashMap<>();
    int boxes = 0;
    TrackerState state = TrackerState.EMPTY;
    for (Sample frame : video.frames()) {
      List<Detection> found = detections.get(frame.image().id());
      if (found == null) {
        continue;
      }
      Tracker.Step step = tracker.track(state, observation(video, frame, frames.size(), found));
      state = step.state();
      List<TrackedBox> tracks = new ArrayList<>();
      for (TrackedObject object : step.objects()) {
        if (!observedOnly || object.phase() == TrackPhase.CONFIRMED) {
          long number = numbers.computeIfAbsent(object.trackId(), id -> (long) numbers.size());
          tracks.add(
              new TrackedBox(
                  number,
                  object.box().x1(),
                  object.box().y1(),
                  object.box().x2(),
                  object.box().y2()));
        }
      }
      JudgedFrame judged = JudgedFrame.of(frame, tracks);
      frames.add(judged);
      boxes += judged.truth().size();
      for (Truth truth : frame.truths()) {
        if (!truth.crowd() && truth.trackId() != null) {
          objects.merge(truth.trackId(), 1, Integer::sum);
        }
      }
    }
    return new Sequence(video.name(), frames, objects.size(), boxes);
  }

  private static Observation observation(
      VideoSequence video, Sample frame, int index, List<Detection> found) {
    try {
      return new Observation(
          new FrameIdentity(video.name(), 0, index),
          video.micros(frame),
          frame.image().size(),
          found);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(frame.image().fileName() + ": " + Failures.message(e), e);
    }
  }

  /** The number of frames of all videos. */
  int frames() {
    return sequences.stream().mapToInt(each -> each.frames().size()).sum();
  }

  int objects() {
    return sequences.stream().mapToInt(Sequence::objects).sum();
  }

  int boxes() {
    return sequences.stream().mapToInt(Sequence::boxes).sum();
  }

  private TrackingMetrics all() {
    return TrackingMetrics.ofAll(sequences.stream().map(Sequence::frames).toList());
  }

  /** A table for people with a row for each video and one for all of them. */
  String table() {
    TextColumns table =
        TextColumns.create()
            .text("sequence")
            .numbers("frames", "objects", "HOTA", "DetA", "AssA", "LocA", "IDF1", "MOTA")
            .numbers("IDSW", "missed", "false");
    for (Sequence each : sequences) {
      row(
          table,
          each.name(),
          each.frames().size(),
          each.objects(),
          TrackingMetrics.of(each.frames()));
    }
    if (sequences.size() > 1) {
      row(table, ALL, frames(), objects(), all());
    }
    return table.toString().stripTrailing();
  }

  private static void row(
      TextColumns table, String name, int frames, int objects, TrackingMetrics metrics) {
    table.row(
        name,
        frames,
        objects,
        fixed(metrics.hota(), 3),
        fixed(metrics.detA(), 3),
        fixed(metrics.assA(), 3),
        fixed(metrics.locA(), 3),
        fixed(metrics.idf1(), 3),
        fixed(metrics.mota(), 3),
        metrics.idsw(),
        metrics.misses(),
        metrics.falseBoxes());
  }

  /** The figures for machine-readable output. */
  Map<String, Object> json() {
    List<Map<String, Object>> each = new ArrayList<>();
    for (Sequence sequence : sequences) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", sequence.name());
      one.put("frames", sequence.frames().size());
      one.put("objects", sequence.objects());
      one.put("boxes", sequence.boxes());
      one.put("metrics", TrackingMetrics.of(sequence.frames()));
      each.add(one);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(ALL, all());
    json.put("sequences", each);
    return json;
  }
}
