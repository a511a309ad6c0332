package io.paastreams.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and shapes of all weights that a recipe's network has, in the reference's order: what a
 * state dict must contain, no less and no more. Convolution weights are (out, in, height, width).
 */
public final class ParameterTable {

  private static final int STAGES = 4;

  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private ParameterTable() {}

  /**
   * The weights of the whole detector.
   *
   * @param classes the number of classes, at least 1
   * @return the shapes by name
   */
  public static Map<String, long[]> of(Recipe recipe, int classes) {
    ParameterTable table = new ParameterTable();
    table.addBackbone(recipe.backbone());
    table.addNeck(recipe.backbone(), recipe.neck());
    table.addHead(recipe.neck(), recipe.head(), classes);
    return Collections.unmodifiableMap(table.shapes);
  }

  /** The weights of the backbone alone. */
  public static Map<String, long[]> of(Recipe.Backbone backbone) {
    ParameterTable table = new ParameterTable();
    table.addBackbone(backbone);
    return Collections.unmodifiableMap(table.shapes);
  }

  /**
   * Describes which tensors are missing, unknown or of a different shape; empty if they fit.
   *
   * @param shapes the shapes of the given tensors, by name
   */
  public static List<String> differences(Map<String, long[]> table, Map<String, long[]> shapes) {
    List<String> differences = new ArrayList<>();
    table.forEach(
        (name, due) -> {
          long[] shape = shapes.get(name);
          if (shape == null) {
            differences.add(name + " " + Arrays.toString(due) + " is missing");
          } else if (!Arrays.equals(due, shape)) {
            differences.add(
                "%s is %s instead of %s"
                    .formatted(name, Arrays.toString(shape), Arrays.toString(due)));
          }
        });
    shapes.keySet().stream()
        .filter(name -> !table.containsKey(name))
        .forEach(name -> differences.add(name + " is unknown"));
    return differences;
  }

  /** The numbers of residual blocks in the four stages of a ResNet. */
  public static List<Integer> blocks(int depth) {
    return switch (depth) {
      case 18 -> List.of(2, 2, 2, 2);
      case 34, 50 -> List.of(3, 4, 6, 3);
      case 101 -> List.of(3, 4, 23, 3);
      default -> throw new IllegalArgumentException("no ResNet of depth " + depth);
    };
  }

  /** Whether the residual blocks are bottlenecks (1x1, 3x3, 1x1) rather than pairs of 3x3. */
  public static boolean bottleneck(int depth) {
    return depth >= 50;
  }

  /**
   * The channels of a stage's output.
   *
   * @param stage 2 to 5, for C2 to C5
   */
  public static int stageChannels(Recipe.Backbone backbone, int stage) {
    int inner = backbone.baseWidth() << (stage - 2);
    return bottleneck(backbone.depth()) ? 4 * inner : inner;
  }

  private void addBackbone(Recipe.Backbone backbone) {
    int width = backbone.baseWidth();
    addConv("backbone.conv1", width, 3, 7);
    addBatchNorm("backbone.bn1", width);
    int in = width;
    for (int stage = 0; stage < STAGES; stage++) {
      int inner = width << stage;
      int out = stageChannels(backbone, stage + 2);
      for (int block = 0; block < blocks(backbone.depth()).get(stage); block++) {
        String name = "backbone.layer%d.%d".formatted(stage + 1, block);
        boolean strided = block == 0 && stage > 0;
        addBlock(name, in, inner, out, bottleneck(backbone.depth()));
        if (strided || in != out) {
          addConv(name + ".downsample.0", out, in, 1);
          addBatchNorm(name + ".downsample.1", out);
        }
        in = out;
      }
    }
  }

  private void addBlock(String name, int in, int inner, int out, boolean bottleneck) {
    addConv(name + ".conv1", inner, in, bottleneck ? 1 : 3);
    addBatchNorm(name + ".bn1", inner);
    addConv(name + ".conv2", inner, inner, 3);
    addBatchNorm(name + ".bn2", inner);
    if (bottleneck) {
      addConv(name + ".conv3", out, inner, 1);
      addBatchNorm(name + ".bn3", out);
    }
  }

  private void addNeck(Recipe.Backbone backbone, Recipe.Neck neck) {
    for (int stage = neck.startLevel(); stage <= 5; stage++) {
      String name = "neck.lateral_convs.%d.conv".formatted(stage - neck.startLevel());
      addConv(name, neck.channels(), stageChannels(backbone, stage), 1);
      add(name + ".bias", neck.channels());
    }
    for (int level = 0; level < neck.levels(); level++) {
      String name = "neck.fpn_convs.%d.conv".formatted(level);
      addConv(name, neck.channels(), neck.channels(), 3);
      add(name + ".bias", neck.channels());
    }
  }

  private void addHead(Recipe.Neck neck, Recipe.Head head, int classes) {
    int channels = neck.channels();
    for (String tower : List.of("cls_convs", "reg_convs")) {
      for (int i = 0; i < head.stackedConvs(); i++) {
        String name = "bbox_head.%s.%d".formatted(tower, i);
        addConv(name + ".conv", channels, channels, 3);
        add(name + ".gn.weight", channels);
        add(name + ".gn.bias", channels);
      }
    }
    addPredictor("bbox_head.atss_cls", classes, channels);
    addPredictor("bbox_head.atss_reg", 4, channels);
    addPredictor("bbox_head.atss_centerness", 1, channels);
    for (int level = 0; level < neck.levels(); level++) {
      add("bbox_head.scales.%d.scale".formatted(level));
    }
  }

  private void addPredictor(String name, int out, int in) {
    addConv(name, out, in, 3);
    add(name + ".bias", out);
  }

  private void addConv(String name, int out, int in, int kernel) {
    add(name + ".weight", out, in, kernel, kernel);
  }

  private void addBatchNorm(String name, int channels) {
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      add(name + "." + part, channels);
    }
  }

  private void add(String name, long... shape) {
    shapes.put(name, shape);
  }
}
