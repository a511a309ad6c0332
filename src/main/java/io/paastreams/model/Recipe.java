package io.paastreams.model;

import java.util.List;

/**
 * Every constant of a PAA detector by name; one YAML page a model. Values follow the reference
 * configuration {@code paa_r50_fpn_1x_coco} unless they say otherwise.
 *
 * <p>The ranges of all values are in {@link RecipeFields}; construction checks every one of them
 * and reports all faults at once.
 *
 * @param name of the model, for lineage and listings; also the name of its folder
 */
public record Recipe(
    String name,
    Backbone backbone,
    Neck neck,
    Head head,
    Anchors anchors,
    Input input,
    Postprocess postprocess) {

  /**
   * @throws IllegalArgumentException if values are out of range or contradict each other; the
   *     message lists each with its key, the value and what is allowed
   */
  public Recipe {
    List<String> faults =
        RecipeFields.faults(name, backbone, neck, head, anchors, input, postprocess);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("the recipe is not valid: " + String.join("; ", faults));
    }
  }

  /**
   * ResNet.
   *
   * @param depth 18, 34, 50 or 101
   * @param baseWidth channels of the stem and of the first stage's inner convolutions (64 in the
   *     reference)
   */
  public record Backbone(int depth, int baseWidth) {}

  /**
   * Feature pyramid.
   *
   * @param channels of every level (256)
   * @param startLevel the finest level: 3 is P3 with stride 8 (reference), 2 is P2 with stride 4
   * @param levels number of levels (5); levels above C5 are strided convolutions
   */
  public record Neck(int channels, int startLevel, int levels) {}

  /**
   * PAA head.
   *
   * @param stackedConvs convolutions of each tower (4)
   * @param groups of each group normalisation (32)
   */
  public record Head(int stackedConvs, int groups) {}

  /**
   * One square anchor a location.
   *
   * @param scale side in strides (8)
   */
  public record Anchors(float scale) {}

  /**
   * Input picture.
   *
   * @param maxLongSide the picture is scaled, keeping its ratio, until its long side is at most
   *     this (1333)
   * @param maxShortSide ... and its short side at most this (800)
   * @param mean of R, G, B in [0, 255]
   * @param std of R, G, B
   * @param sizeDivisor the input is padded right and bottom with zeros to multiples of this (32)
   */
  public record Input(
      int maxLongSide, int maxShortSide, List<Float> mean, List<Float> std, int sizeDivisor) {}

  /**
   * From head outputs to detections.
   *
   * @param scoreThreshold candidates have a score strictly above it (0.05)
   * @param candidatesPerLevel locations a level kept before NMS (1000), -1 for all
   * @param nmsIou boxes of one class with an IoU strictly above it are suppressed (0.6)
   * @param maxDetections a picture (100), -1 for all
   * @param scoreVoting whether boxes are refined by score voting (PAA, section 3.4)
   */
  public record Postprocess(
      float scoreThreshold,
      int candidatesPerLevel,
      float nmsIou,
      int maxDetections,
      boolean scoreVoting) {}
}
