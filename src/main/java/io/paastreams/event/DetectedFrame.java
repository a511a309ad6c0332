package io.paastreams.event;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.geometry.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The detections of one frame, as on the detections topic.
 *
 * @param detectionId an id that is the same for the same camera, source offset and model, so that
 *     readers of an at-least-once topic can drop repetitions
 * @param frameSize the size of the original frame, in whose pixels the boxes are
 * @param labels one label for each of {@code detections}
 * @param model the model that made the detections
 * @param terms which boxes are detections, and which are faint; null in records of versions that
 *     did not say
 * @param faint boxes too uncertain to be {@code detections}, by descending score; for trackers
 * @param faintLabels one label for each of {@code faint}
 */
public record DetectedFrame(
    UUID detectionId,
    Lineage lineage,
    Size frameSize,
    List<Detection> detections,
    List<String> labels,
    ModelIdentity model,
    Instant detectionTime,
    @Nullable DetectionTerms terms,
    List<Detection> faint,
    List<String> faintLabels)
    implements FrameRecord {

  public DetectedFrame {
    detections = List.copyOf(detections);
    labels = List.copyOf(labels);
    faint = List.copyOf(faint);
    faintLabels = List.copyOf(faintLabels);
    requireLabelled(detections, labels);
    requireLabelled(faint, faintLabels);
  }

  /** Detections without terms and without faint boxes. */
  public DetectedFrame(
      UUID detectionId,
      Lineage lineage,
      Size frameSize,
      List<Detection> detections,
      List<String> labels,
      ModelIdentity model,
      Instant detectionTime) {
    this(
        detectionId,
        lineage,
        frameSize,
        detections,
        labels,
        model,
        detectionTime,
        null,
        List.of(),
        List.of());
  }

  /** A copy with terms and faint boxes. */
  public DetectedFrame withFaint(
      @Nullable DetectionTerms newTerms, List<Detection> newFaint, List<String> newFaintLabels) {
    return new DetectedFrame(
        detectionId,
        lineage,
        frameSize,
        detections,
        labels,
        model,
        detectionTime,
        newTerms,
        newFaint,
        newFaintLabels);
  }

  private static void requireLabelled(List<Detection> detections, List<String> labels) {
    if (labels.size() != detections.size()) {
      throw new IllegalArgumentException(
          detections.size() + " detections need as many labels, not " + labels.size());
    }
  }
}
