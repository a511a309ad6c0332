package io.paastreams.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One recorded scenario of assignment and losses: a head of 3 classes at 128x160. */
public record TrainScenario(
    JsonNode json, Map<String, Golden.Array> arrays, float[] anchors, int[] levelSizes) {

  public static final List<String> NAMES =
      List.of(
          "t1_single",
          "t2_zero_gt",
          "t3_crowd",
          "t4_all_empty",
          "t5_padded_batch",
          "t6_single_candidate");

  private static final int LEVELS = 5;

  public static TrainScenario load(String name) {
    Map<String, Golden.Array> levels = Golden.arrays("train/anchors/arrays.npz");
    List<Float> anchors = new ArrayList<>();
    int[] sizes = new int[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      float[] values = level(levels, i).floats();
      sizes[i] = values.length / 4;
      for (float value : values) {
        anchors.add(value);
      }
    }
    float[] flat = new float[anchors.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = anchors.get(i);
    }
    return new TrainScenario(
        Golden.json("train/" + name + "/scenario.json"),
        Golden.arrays("train/" + name + "/arrays.npz"),
        flat,
        sizes);
  }

  private static Golden.Array level(Map<String, Golden.Array> levels, int index) {
    return Objects.requireNonNull(levels.get("level_" + index));
  }

  public int images() {
    return json.get("img_metas").size();
  }

  public int classes() {
    return json.get("num_classes").asInt();
  }

  public List<Box> boxes(int image) {
    List<Box> boxes = new ArrayList<>();
    for (JsonNode box : json.get("gt_bboxes").get(image)) {
      boxes.add(
          new Box(
              box.get(0).floatValue(),
              box.get(1).floatValue(),
              box.get(2).floatValue(),
              box.get(3).floatValue()));
    }
    return boxes;
  }

  public int[] labels(int image) {
    return Golden.ints(json.get("gt_labels").get(image));
  }

  /** Whether each anchor's location is inside the image's own padding. */
  public boolean[] valid(int image) {
    JsonNode padded = json.get("img_metas").get(image).get("pad_shape");
    boolean[] valid = new boolean[anchors.length / 4];
    int next = 0;
    for (int level = 0; level < LEVELS; level++) {
      int stride = 8 << level;
      int rows = ceilDiv(128, stride);
      int columns = ceilDiv(160, stride);
      int validRows = Math.min(ceilDiv(padded.get(0).asInt(), stride), rows);
      int validColumns = Math.min(ceilDiv(padded.get(1).asInt(), stride), columns);
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          valid[next++] = y < validRows && x < validColumns;
        }
      }
    }
    return valid;
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  public Golden.Array array(int image, String name) {
    return array("img" + image + "/" + name);
  }

  public Golden.Array array(String name) {
    return Objects.requireNonNull(arrays.get(name), () -> "no array " + name);
  }
}
