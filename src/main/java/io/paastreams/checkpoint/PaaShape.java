package io.paastreams.checkpoint;

import io.paastreams.model.ParameterTable;
import io.paastreams.model.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The facts about a network that follow from its tensors' names and shapes. They only select the
 * network; whether every tensor fits it is checked afterwards.
 */
record PaaShape(
    Recipe.Backbone backbone,
    int channels,
    int startLevel,
    int levels,
    int stackedConvs,
    int classes) {

  private static final int STAGES = 4;
  private static final List<Integer> DEPTHS = List.of(18, 34, 50, 101);
  private static final int MAX_CLASSES = 100_000;

  static PaaShape of(Map<String, TorchTensor> tensors) {
    int laterals = count(tensors, "neck.lateral_convs.");
    PaaShape shape =
        new PaaShape(
            backbone(tensors),
            first(tensors, "neck.lateral_convs.0.conv.weight"),
            STAGES + 2 - laterals,
            count(tensors, "neck.fpn_convs."),
            count(tensors, "bbox_head.cls_convs."),
            first(tensors, "bbox_head.atss_cls.weight"));
    if (shape.classes > MAX_CLASSES) {
      throw Refusal.unsupported("has " + shape.classes + " classes");
    }
    return shape;
  }

  static Recipe.Backbone backbone(Map<String, TorchTensor> tensors) {
    int width = first(tensors, "backbone.conv1.weight");
    boolean bottleneck = tensors.containsKey("backbone.layer1.0.conv3.weight");
    List<Integer> blocks = new ArrayList<>();
    for (int stage = 1; stage <= STAGES; stage++) {
      blocks.add(count(tensors, "backbone.layer" + stage + "."));
    }
    for (int depth : DEPTHS) {
      if (ParameterTable.blocks(depth).equals(blocks)
          && ParameterTable.bottleneck(depth) == bottleneck) {
        return new Recipe.Backbone(depth, width);
      }
    }
    throw notPaa(
        "its backbone has stages of %s %s, which matches none of the ResNets %s"
            .formatted(blocks, bottleneck ? "bottlenecks" : "basic blocks", DEPTHS));
  }

  /** How many numbers follow a prefix in the tensors' names. */
  private static int count(Map<String, TorchTensor> tensors, String prefix) {
    Set<String> numbers = new TreeSet<>();
    for (String name : tensors.keySet()) {
      int dot = name.indexOf('.', prefix.length());
      if (name.startsWith(prefix) && dot > 0) {
        numbers.add(name.substring(prefix.length(), dot));
      }
    }
    return numbers.size();
  }

  /** The first length of a tensor: the output channels of a convolution. */
  private static int first(Map<String, TorchTensor> tensors, String name) {
    TorchTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw notPaa(
          "it has no %s; its tensors are %s".formatted(name, Names.listed(tensors.keySet())));
    }
    if (tensor.shape().length != 4 || tensor.shape()[0] < 1) {
      throw notPaa(name + " is not the weight of a convolution");
    }
    return Math.toIntExact(Math.min(tensor.shape()[0], Integer.MAX_VALUE));
  }

  private static Refusal notPaa(String finding) {
    return new Refusal(
        "is not a PAA detector with a ResNet: " + finding,
        "Pass a checkpoint of mmdetection's PAA with the backbone ResNet 18, 34, 50 or 101");
  }
}
