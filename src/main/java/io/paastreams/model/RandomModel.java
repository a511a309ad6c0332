package io.paastreams.model;

import ai.djl.Device;
import io.paastreams.model.StateDict.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A model that has learned nothing, for measuring the speed of a recipe without its weights. */
public final class RandomModel {

  private static final String CLASS_BIAS = "bbox_head.atss_cls.bias";

  /**
   * The prior probability of every class at every location. Training starts at 0.01, where all
   * locations pass the usual threshold for all classes, a load on post-processing that no trained
   * model causes. With this value about a hundred pairs pass for ResNet-50 at 320x256 and about a
   * thousand at 1333x800, as with trained models.
   */
  private static final double PRIOR = 0.002;

  private RandomModel() {}

  /**
   * Creates a model of the recipe.
   *
   * @param labels the names of its classes
   * @param seed the same seed gives the same weights; it becomes the engine's random seed
   */
  public static Model of(Recipe recipe, List<String> labels, int seed) {
    try (PaaNetwork network = PaaNetwork.random(recipe, labels.size(), Device.cpu(), seed)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(network.stateDict().tensors());
      float[] bias = new float[labels.size()];
      Arrays.fill(bias, (float) -Math.log((1 - PRIOR) / PRIOR));
      tensors.put(CLASS_BIAS, new Tensor(new long[] {bias.length}, bias));
      return new Model(recipe, labels, new StateDict(tensors), "00".repeat(32));
    }
  }

  /** Generates names for classes that have none. */
  public static List<String> labels(int classes) {
    return IntStream.rangeClosed(1, classes).mapToObj(number -> "class " + number).toList();
  }
}
