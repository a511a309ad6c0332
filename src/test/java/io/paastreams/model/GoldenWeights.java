package io.paastreams.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.model.StateDict.Tensor;
import io.paastreams.training.Golden;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The value rule behind the golden data: every weight and every input is a function of its name and
 * of the element's index, so that none has to be included.
 */
public final class GoldenWeights {

  /** What the tiny checkpoint adds to its class bias, so that some scores exceed the threshold. */
  private static final float TINY_CLS_BIAS = 4.25f;

  private static final String CLS_BIAS = "bbox_head.atss_cls.bias";

  private GoldenWeights() {}

  /** Weights of {@code r50} or {@code r101}, 80 classes. */
  public static StateDict stateDict(String model) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (JsonNode entry : Golden.json("weights/" + model + "_tensors.json")) {
      String name = entry.get("name").asText();
      if (!name.endsWith("num_batches_tracked")) {
        long[] shape = new long[entry.get("shape").size()];
        for (int axis = 0; axis < shape.length; axis++) {
          shape[axis] = entry.get("shape").get(axis).asLong();
        }
        tensors.put(name, new Tensor(shape, parameter(name, shape)));
      }
    }
    return new StateDict(tensors);
  }

  /** Weights of the tiny checkpoint, 4 classes. */
  public static StateDict tiny() {
    StateDict weights = stateDict("tiny");
    float[] bias = weights.tensor(CLS_BIAS).values();
    for (int i = 0; i < bias.length; i++) {
      bias[i] += TINY_CLS_BIAS;
    }
    return weights;
  }

  /** {@code paa_r50_fpn_1x_coco} or the same of depth 101. */
  public static Recipe recipe(int depth) {
    return recipe("golden_r" + depth, new Recipe.Backbone(depth, 64), 256, 32);
  }

  /** The tiny checkpoint's recipe. */
  public static Recipe tinyRecipe() {
    return recipe("tiny", new Recipe.Backbone(50, 8), 32, 8);
  }

  private static Recipe recipe(String name, Recipe.Backbone backbone, int channels, int groups) {
    return new Recipe(
        name,
        backbone,
        new Recipe.Neck(channels, 3, 5),
        new Recipe.Head(4, groups),
        new Recipe.Anchors(8),
        new Recipe.Input(
            1333, 800, List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f), 32),
        new Recipe.Postprocess(0.05f, 1000, 0.6f, 100, true));
  }

  /** The input tensor of that name. */
  public static float[] input(String name, int size) {
    return values(name, size, 0, 2);
  }

  private static float[] parameter(String name, long[] shape) {
    int size = 1;
    for (long axis : shape) {
      size = (int) (size * axis);
    }
    if (name.endsWith("running_mean")) {
      return values(name, size, 0, 0.1f);
    } else if (name.endsWith("running_var")) {
      return values(name, size, 1, 0.2f);
    } else if (name.endsWith(".scale")) {
      return values(name, size, 1, 0.1f);
    } else if (shape.length == 4) {
      long fanIn = shape[1] * shape[2] * shape[3];
      double factor = name.equals("bbox_head.atss_cls.weight") ? 2 : 1;
      return values(name, size, 0, (float) (factor * Math.sqrt(6.0 / fanIn)));
    } else if (name.endsWith(".bn3.weight")) {
      return values(name, size, 0.25f, 0.05f);
    } else if (name.endsWith(".weight")) {
      return values(name, size, 1, 0.1f);
    } else if (name.equals(CLS_BIAS)) {
      return values(name, size, -9.5f, 0.5f);
    } else if (name.equals("bbox_head.atss_centerness.bias")) {
      return values(name, size, 0.5f, 0.1f);
    }
    return values(name, size, 0, 0.1f);
  }

  private static float[] values(String name, int size, float center, float amplitude) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      long z = hash + i + 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z = z ^ (z >>> 31);
      float v = ((int) (z >>> 40) - 8388608) * 0x1p-23f;
      values[i] = center + amplitude * v;
    }
    return values;
  }
}
