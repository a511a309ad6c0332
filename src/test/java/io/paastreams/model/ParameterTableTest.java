package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.model.StateDict.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTableTest {

  @Test
  void namesShapesAndOrder_areThoseOfTheReference() throws Exception {
    List<String> expected = new ArrayList<>();
    try (var in = getClass().getResourceAsStream("/golden/weights/tiny_tensors.json")) {
      for (JsonNode each : new ObjectMapper().readTree(in)) {
        if (each.get("dtype").asText().equals("float32")) {
          expected.add(each.get("name").asText() + " " + each.get("shape"));
        }
      }
    }
    List<String> actual = new ArrayList<>();
    ParameterTable.of(recipe(50, 8, 32, 3), 4)
        .forEach((name, shape) -> actual.add(name + " " + Arrays.toString(shape).replace(" ", "")));
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"50, 32295322", "101, 51287450"})
  void parameterCount_ofTheReferenceNetworks(int depth, long parameters) {
    assertThat(
            ParameterTable.of(recipe(depth, 64, 256, 3), 80).entrySet().stream()
                .filter(entry -> !entry.getKey().contains("running_"))
                .mapToLong(entry -> Tensor.elements(entry.getValue()))
                .sum())
        .isEqualTo(parameters);
  }

  @Test
  void basicBlocks_downsampleOnlyWhereTheStrideIs() {
    Map<String, long[]> table = ParameterTable.of(new Recipe.Backbone(34, 16));
    assertThat(table.keySet().stream().filter(name -> name.contains("downsample.0")).toList())
        .containsExactly(
            "backbone.layer2.0.downsample.0.weight",
            "backbone.layer3.0.downsample.0.weight",
            "backbone.layer4.0.downsample.0.weight");
    assertThat(table.get("backbone.layer4.2.conv2.weight")).containsExactly(128, 128, 3, 3);
    assertThat(table).doesNotContainKey("backbone.layer1.0.conv3.weight");
  }

  @Test
  void aFinerStartLevel_hasOneMoreLateral() {
    Map<String, long[]> table = ParameterTable.of(recipe(18, 16, 48, 2), 4);
    assertThat(table.get("neck.lateral_convs.0.conv.weight")).containsExactly(48, 16, 1, 1);
    assertThat(table.get("neck.lateral_convs.3.conv.weight")).containsExactly(48, 128, 1, 1);
  }

  @Test
  void differences_nameEveryTensorThatIsMissingForeignOrOfAnotherShape() {
    Recipe recipe = TestModels.recipe();
    Map<String, Tensor> tensors = new LinkedHashMap<>(TestModels.weights(recipe, 2).tensors());
    tensors.remove("backbone.bn1.bias");
    tensors.put("neck.extra", new Tensor(new long[0], new float[1]));
    tensors.put("bbox_head.atss_cls.bias", new Tensor(new long[] {3}, new float[3]));
    assertThat(
            ParameterTable.differences(
                ParameterTable.of(recipe, 2), new StateDict(tensors).shapes()))
        .containsExactly(
            "backbone.bn1.bias [2] is missing",
            "bbox_head.atss_cls.bias is [3] instead of [2]",
            "neck.extra is unknown");
  }

  private static Recipe recipe(int depth, int width, int channels, int startLevel) {
    Recipe small = TestModels.recipe();
    return new Recipe(
        "table",
        new Recipe.Backbone(depth, width),
        new Recipe.Neck(channels, startLevel, 5),
        new Recipe.Head(4, 8),
        small.anchors(),
        small.input(),
        small.postprocess());
  }
}
