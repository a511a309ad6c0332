package io.paastreams.cli;

import io.paastreams.detection.Profile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code evaluate --tracks}. */
final class TrackOptions {

  private static final double MOST_RATE = 1000;

  @Option(
      names = "--tracks",
      description =
          "Evaluate detector and tracker together on annotated video: HOTA, IDF1, MOTA."
              + " --annotations is"
              + " COCO JSON with videos and track ids, or a folder in MOT format.")
  boolean wanted;

  @Option(
      names = "--detections",
      paramLabel = "PATH",
      description =
          "With --tracks: detections in MOT format instead of a model's, a file or a folder of"
              + " SEQUENCE.txt or SEQUENCE/det/det.txt; or a .jsonl file of detection records as"
              + " rules"
              + " try reads it, where cameraId is the sequence and sequence counts its frames from"
              + " 0.")
  @Nullable Path detections;

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      description =
          "With --tracks: track detections of these labels only. Default: all; person in the"
              + " sequences of MOT16, MOT17 and MOT20.")
  @Nullable List<String> labels;

  @Option(
      names = "--frame-rate",
      paramLabel = "N",
      description =
          "With --tracks: frames per second of the videos. Default: as in the annotations.")
  @Nullable Double frameRate;

  @Option(
      names = "--observed-only",
      description =
          "With --tracks: evaluate only boxes of objects that were seen in the frame, not"
              + " those that are predicted over short misses.")
  boolean observedOnly;

  @Option(
      names = "--ids-by-overlap",
      description =
          "With --tracks: the annotated boxes have no track ids, so boxes that overlap from"
              + " frame to frame are one object.")
  boolean idsByOverlap;

  /**
   * The message about options that cannot be combined; null if there are none.
   *
   * @param model whether a model was given
   * @param profile the profile that was given; null if none was
   * @param ofImages whether an option was given that is for single images
   */
  @Nullable String fault(boolean model, @Nullable Profile profile, boolean ofImages) {
    String stray = strayOption();
    if (!wanted) {
      return stray == null ? null : stray + " is for tracks: add --tracks";
    }
    if (profile == Profile.REFERENCE) {
      return "--profile reference returns many boxes per object, which would become as many"
          + " tracks: omit it, --tracks uses serving";
    }
    if (ofImages) {
      return "--fit-calibration, --object-free and --plots are for single images: omit --tracks";
    }
    if (detections != null && (model || labels != null)) {
      return "--detections replaces those of a model: omit --model and --labels";
    }
    return frameRate != null && !(frameRate > 0 && frameRate <= MOST_RATE)
        ? "--frame-rate is %s, allowed: above 0, to %.0f".formatted(frameRate, MOST_RATE)
        : null;
  }

  /** The first option that needs --tracks; null if none was given. */
  private @Nullable String strayOption() {
    if (detections != null) {
      return "--detections";
    }
    if (labels != null) {
      return "--labels";
    }
    if (frameRate != null) {
      return "--frame-rate";
    }
    if (observedOnly) {
      return "--observed-only";
    }
    return idsByOverlap ? "--ids-by-overlap" : null;
  }
}
