package io.paastreams.dataset;

import io.paastreams.dataset.AnnotationFaults.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The annotated frames of one video.
 *
 * @param name the name of the video
 * @param framesPerSecond the frame numbers per second
 * @param frames at least one frame, in the order of their unique numbers; each has a {@link
 *     DatasetImage#position}, and each object a {@link Truth#trackId} that is unique in its frame
 */
public record VideoSequence(String name, double framesPerSecond, List<Sample> frames) {

  private static final Comparator<Sample> BY_NUMBER =
      Comparator.comparingLong(sample -> position(sample).number());

  public VideoSequence {
    frames = List.copyOf(frames);
  }

  /** Microseconds from the frame with the number 0 to a frame of this video. */
  public long micros(Sample frame) {
    return Math.round(position(frame).number() * 1e6 / framesPerSecond);
  }

  /** A copy with only every {@code step}-th frame, as a slower camera would see it. */
  public VideoSequence every(int step) {
    List<Sample> kept = new ArrayList<>();
    for (int i = 0; i < frames.size(); i += step) {
      kept.add(frames.get(i));
    }
    return new VideoSequence(name, framesPerSecond, kept);
  }

  /**
   * The videos of a dataset, in its order.
   *
   * @param framesPerSecond overrides the annotations' frame rate; null to use theirs
   * @param faults receives what cannot be used and is left out
   * @throws IllegalArgumentException if the dataset has images of no video, or the frame rate is
   *     neither given nor in the annotations
   */
  public static List<VideoSequence> of(
      Dataset dataset, @Nullable Double framesPerSecond, AnnotationFaults faults) {
    Map<Long, List<Sample>> byVideo = new LinkedHashMap<>();
    for (Sample sample : dataset.samples()) {
      VideoPosition position = sample.image().position();
      if (position == null) {
        throw new IllegalArgumentException(
            sample.image().fileName()
                + " is no frame of a video: tracks need \"videos\", and in every image \"video_id\""
                + " with \"frame_id\" or \"frame_index\"");
      }
      byVideo.computeIfAbsent(position.videoId(), id -> new ArrayList<>()).add(sample);
    }
    return byVideo.values().stream().map(samples -> of(samples, framesPerSecond, faults)).toList();
  }

  private static VideoSequence of(
      List<Sample> samples, @Nullable Double framesPerSecond, AnnotationFaults faults) {
    VideoPosition first = position(samples.get(0));
    Double rate = framesPerSecond != null ? framesPerSecond : first.framesPerSecond();
    if (rate == null) {
      throw new IllegalArgumentException(
          "the annotations do not give the frame rate of "
              + first.video()
              + "  (\"fps\" of the video): give --frame-rate N");
    }
    List<Sample> frames = new ArrayList<>();
    Set<Long> numbers = new HashSet<>();
    long latest = Long.MIN_VALUE;
    for (Sample sample : samples) {
      long number = position(sample).number();
      String name = sample.image().fileName() + ", frame " + number + " of " + first.video();
      if (!numbers.add(number)) {
        faults.add(Kind.FRAME_REPEATED, name);
        continue;
      }
      if (number < latest) {
        faults.add(Kind.FRAMES_UNORDERED, name);
      }
      latest = Math.max(latest, number);
      frames.add(new Sample(sample.image(), identified(sample, faults)));
    }
    frames.sort(BY_NUMBER);
    return new VideoSequence(first.video(), rate, frames);
  }

  private static List<Truth> identified(Sample sample, AnnotationFaults faults) {
    List<Truth> identified = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    for (Truth truth : sample.truths()) {
      String name = "annotation " + truth.id() + " of " + sample.image().fileName();
      Long trackId = truth.trackId();
      if (truth.crowd()) {
        identified.add(truth);
      } else if (trackId == null) {
        faults.add(Kind.NO_TRACK_ID, name + ": track_id or instance_id");
      } else if (!ids.add(trackId)) {
        faults.add(Kind.TRACK_ID_REPEATED, name + ", object " + trackId);
      } else {
        identified.add(truth);
      }
    }
    return identified;
  }

  static VideoPosition position(Sample sample) {
    VideoPosition position = sample.image().position();
    if (position == null) {
      throw new IllegalArgumentException(sample.image().fileName() + " is not a frame of a video");
    }
    return position;
  }
}
