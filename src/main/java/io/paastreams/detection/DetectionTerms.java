package io.paastreams.detection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which boxes are detections, and thus what it means if an object was not detected. Immutable.
 *
 * @param profile the profile that chose the detections; null if it has no name here
 * @param scoreThreshold every detection scores strictly above this, in [0, 1]
 * @param faintThreshold faint boxes score strictly above this and at most {@code scoreThreshold};
 *     null if none were requested
 */
public record DetectionTerms(
    @Nullable Profile profile, float scoreThreshold, @Nullable Float faintThreshold) {

  /** The terms of a detector that leaves nothing out. */
  public static final DetectionTerms EVERYTHING = new DetectionTerms(null, 0, null);

  /**
   * @throws IllegalArgumentException if a threshold is not a score, or the faint one is the higher
   */
  public DetectionTerms {
    if (!(scoreThreshold >= 0 && scoreThreshold <= 1)) {
      throw new IllegalArgumentException("the score threshold is not a score: " + scoreThreshold);
    }
    if (faintThreshold != null && !(faintThreshold >= 0 && faintThreshold <= scoreThreshold)) {
      throw new IllegalArgumentException(
          "the threshold of faint boxes must be from 0 to the score threshold %s, not %s"
              .formatted(scoreThreshold, faintThreshold));
    }
  }

  /** The boxes that are detections. */
  public List<Detection> sure(List<Detection> boxes) {
    return faintThreshold == null ? boxes : boxes.stream().filter(box -> !isFaint(box)).toList();
  }

  /** The boxes that are too faint to be detections. */
  public List<Detection> faint(List<Detection> boxes) {
    return faintThreshold == null ? List.of() : boxes.stream().filter(this::isFaint).toList();
  }

  private boolean isFaint(Detection box) {
    return box.score() <= scoreThreshold;
  }
}
