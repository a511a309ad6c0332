package io.paastreams.model.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.training.Golden;
import java.util.ArrayList;
import java.util.List;

/** Detections that the reference recorded, and how exactly ours have to agree. */
public record GoldenDetections(float[] boxes, float[] scores, int[] labels) {

  /** Neighbours of one class with a smaller difference in score may change places. */
  private static final float TIE = 1e-5f;

  /** From {@code dets} (box and score each) and {@code labels}. */
  public static GoldenDetections of(JsonNode expected) {
    int count = expected.get("labels").size();
    float[] boxes = new float[4 * count];
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      JsonNode detection = expected.get("dets").get(i);
      for (int j = 0; j < 4; j++) {
        boxes[4 * i + j] = Float.parseFloat(detection.get(j).asText());
      }
      scores[i] = detection.get(4).floatValue();
    }
    return new GoldenDetections(boxes, scores, Golden.ints(expected.get("labels")));
  }

  /** The post-processing by which the reference found them. */
  public static PostprocessConfig config(JsonNode expected) {
    JsonNode cfg = expected.get("cfg");
    JsonNode nms = cfg.get("nms");
    return new PostprocessConfig(
        cfg.get("score_thr").floatValue(),
        cfg.get("nms_pre").asInt(),
        nms.get("iou_threshold").floatValue(),
        nms.has("class_agnostic") && nms.get("class_agnostic").asBoolean(),
        cfg.get("max_per_img").asInt(),
        expected.get("score_voting").asBoolean());
  }

  /** The images in which it found them. */
  public static List<ImageGeometry> images(JsonNode metas, boolean rescale) {
    List<ImageGeometry> images = new ArrayList<>();
    for (JsonNode meta : metas) {
      int height = meta.get("img_shape").get(0).asInt();
      int width = meta.get("img_shape").get(1).asInt();
      JsonNode scale = meta.get("scale_factor");
      images.add(
          rescale
              ? new ImageGeometry(
                  width, height, scale.get(0).floatValue(), scale.get(1).floatValue())
              : ImageGeometry.unscaled(width, height));
    }
    return images;
  }

  /** Same number, order and labels; boxes and scores within the tolerances. */
  public void assertEqual(
      Detections actual, float boxTolerance, float scoreTolerance, String what) {
    assertThat(actual.size()).as(what).isEqualTo(scores.length);
    boolean[] used = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      int partner = partner(actual, i, used, boxTolerance, scoreTolerance);
      assertThat(partner).as("%s: partner of detection %d", what, i).isNotNegative();
      used[partner] = true;
    }
  }

  private int partner(
      Detections actual, int i, boolean[] used, float boxTolerance, float scoreTolerance) {
    for (int j = 0; j < scores.length; j++) {
      boolean place = i == j || Math.abs(scores[i] - scores[j]) < TIE;
      if (place && !used[j] && matches(actual, j, i, boxTolerance, scoreTolerance)) {
        return j;
      }
    }
    return -1;
  }

  /** How many of the expected detections have no match among the actual ones, in any order. */
  public int missingIn(Detections actual, float boxTolerance, float scoreTolerance) {
    boolean[] used = new boolean[actual.size()];
    int missing = 0;
    for (int i = 0; i < scores.length; i++) {
      boolean found = false;
      for (int j = 0; j < actual.size() && !found; j++) {
        if (!used[j] && matches(actual, j, i, boxTolerance, scoreTolerance)) {
          used[j] = true;
          found = true;
        }
      }
      missing += found ? 0 : 1;
    }
    return missing;
  }

  private boolean matches(
      Detections actual, int j, int i, float boxTolerance, float scoreTolerance) {
    if (actual.labels()[j] != labels[i]
        || !(Math.abs(actual.scores()[j] - scores[i]) <= scoreTolerance)) {
      return false;
    }
    for (int k = 0; k < 4; k++) {
      float expected = boxes[4 * i + k];
      float value = actual.boxes()[4 * j + k];
      // A box that the reference voted to NaN stays unvoted here, whatever its coordinates.
      boolean same =
          Float.isNaN(expected)
              ? Float.isFinite(value)
              : Math.abs(value - expected) <= boxTolerance;
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** How many boxes the reference voted to NaN. */
  int notANumber() {
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      count += Float.isNaN(boxes[4 * i]) ? 1 : 0;
    }
    return count;
  }
}
