package io.paastreams.model;

import io.paastreams.model.StateDict.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small valid models. */
final class TestModels {

  static final List<String> LABELS = List.of("ring", "square");

  private TestModels() {}

  static Recipe recipe() {
    return new Recipe(
        "small",
        new Recipe.Backbone(18, 2),
        new Recipe.Neck(4, 3, 5),
        new Recipe.Head(1, 2),
        new Recipe.Anchors(8),
        new Recipe.Input(
            320, 256, List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f), 32),
        new Recipe.Postprocess(0.05f, 1000, 0.6f, 100, true));
  }

  static StateDict weights(Recipe recipe, int classes) {
    Random random = new Random(7);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    ParameterTable.of(recipe, classes)
        .forEach(
            (name, shape) -> {
              float[] values = new float[(int) Tensor.elements(shape)];
              for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat() - 0.5f;
              }
              tensors.put(name, new Tensor(shape, values));
            });
    return new StateDict(tensors);
  }
}
