package io.paastreams.model;

import io.paastreams.model.postprocess.PostprocessConfig;
import io.paastreams.model.postprocess.ScoreCalibration;
import java.util.List;

/**
 * Every constant of a PAA detector by name; each model has one YAML file. Values follow the
 * reference configuration {@code paa_r50_fpn_1x_coco} unless stated otherwise.
 *
 * <p>The ranges of all values are in {@link RecipeFields}; construction checks every one of them
 * and reports all faults at once.
 *
 * @param name the model's name, for lineage and listings; also the name of its folder
 */
public record Recipe(
    String name,
    Backbone backbone,
    Neck neck,
    Head head,
    Anchors anchors,
    Input input,
    Postprocess postprocess,
    Serving serving) {

  /**
   * @throws IllegalArgumentException if values are out of range or contradict each other; the
   *     message lists each with its key, its value and what is allowed
   */
  public Recipe {
    List<String> faults =
        RecipeFields.faults(name, backbone, neck, head, anchors, input, postprocess, serving);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("the recipe is not valid: " + String.join("; ", faults));
    }
  }

  /** Creates a recipe without serving settings; {@link Serving#standard} applies. */
  public Recipe(
      String name,
      Backbone backbone,
      Neck neck,
      Head head,
      Anchors anchors,
      Input input,
      Postprocess postprocess) {
    this(name, backbone, neck, head, anchors, input, postprocess, Serving.standard(postprocess));
  }

  /** A copy with other serving settings. */
  public Recipe withServing(Serving other) {
    return new Recipe(name, backbone, neck, head, anchors, input, postprocess, other);
  }

  /**
   * The ResNet.
   *
   * @param depth 18, 34, 50 or 101
   * @param baseWidth the channels of the stem and of the first stage's inner convolutions (64 in
   *     the reference)
   */
  public record Backbone(int depth, int baseWidth) {}

  /**
   * Feature pyramid.
   *
   * @param channels the channels of every level (256)
   * @param startLevel the finest level: 3 is P3 with stride 8 (reference), 2 is P2 with stride 4
   * @param levels number of levels (5); levels above C5 are strided convolutions
   */
  public record Neck(int channels, int startLevel, int levels) {}

  /**
   * PAA head.
   *
   * @param stackedConvs the number of convolutions in each tower (4)
   * @param groups the number of groups of each group normalisation (32)
   */
  public record Head(int stackedConvs, int groups) {}

  /**
   * One square anchor per location.
   *
   * @param scale the side in strides (8)
   */
  public record Anchors(float scale) {}

  /**
   * The network's input image.
   *
   * @param maxLongSide the image is scaled, keeping its aspect ratio, until its long side is at
   *     most this (1333)
   * @param maxShortSide and its short side is at most this (800)
   * @param mean the means of R, G, B in [0, 255]
   * @param std the standard deviations of R, G, B
   * @param sizeDivisor the input is padded with zeros on the right and at the bottom to multiples
   *     of this (32)
   */
  public record Input(
      int maxLongSide, int maxShortSide, List<Float> mean, List<Float> std, int sizeDivisor) {}

  /**
   * From head outputs to detections.
   *
   * @param scoreThreshold candidates have a score strictly above it (0.05)
   * @param candidatesPerLevel locations kept per level before NMS (1000), -1 for all
   * @param nmsIou boxes of one class with an IoU strictly above it are suppressed (0.6)
   * @param maxDetections the maximum number of detections per image (100), -1 for all
   * @param scoreVoting whether boxes are refined by score voting (PAA, section 3.4)
   * @param votingSigma how fast a vote loses weight as its box overlaps less (0.025): {@code
   *     exp(-(1 - IoU)^2 / votingSigma)}
   */
  public record Postprocess(
      float scoreThreshold,
      int candidatesPerLevel,
      float nmsIou,
      int maxDetections,
      boolean scoreVoting,
      float votingSigma) {

    /** Post-processing with the paper's weights for votes. */
    public Postprocess(
        float scoreThreshold,
        int candidatesPerLevel,
        float nmsIou,
        int maxDetections,
        boolean scoreVoting) {
      this(
          scoreThreshold,
          candidatesPerLevel,
          nmsIou,
          maxDetections,
          scoreVoting,
          PostprocessConfig.PAPER_VOTING_SIGMA);
    }
  }

  /**
   * Which of these detections users get. The reference has no such section; {@code evaluate}
   * ignores it unless told otherwise.
   *
   * <p>Thresholds are calibrated scores. The calibration is increasing, so it does not change the
   * order.
   *
   * @param scoreThreshold detections score strictly above it
   * @param faintThreshold faint boxes score strictly above it, and at most {@code scoreThreshold};
   *     if equal to that, there are none
   * @param nmsIou a box whose IoU with a better one is strictly above this is dropped
   * @param acrossClasses whether boxes of different classes suppress each other
   * @param containment a box that shares at least this fraction of the smaller area with a better
   *     one is dropped, -1 for never
   * @param maxDetections the maximum number of detections per image, including faint boxes; -1 for
   *     all
   * @param calibration points of an increasing map from the network's scores to calibrated ones; no
   *     points leave scores unchanged
   */
  public record Serving(
      float scoreThreshold,
      float faintThreshold,
      float nmsIou,
      boolean acrossClasses,
      float containment,
      int maxDetections,
      List<ScoreCalibration.Point> calibration) {

    /** The default threshold of the reference's visualisations. */
    private static final float STANDARD_SCORE = 0.3f;

    private static final float STANDARD_FAINT = 0.1f;

    /** Boxes of two objects of one class seldom overlap more than this. */
    private static final float STANDARD_IOU = 0.5f;

    public Serving {
      calibration = List.copyOf(calibration);
    }

    /**
     * Serving for a model that has not been measured: a score of 0.3, faint boxes from 0.1, and
     * boxes of one class with an IoU of at most 0.5. Classes do not suppress each other, and no box
     * is dropped for being contained in another, because a person may stand in front of a bus and a
     * child in front of a person. The result is never more than the reference's post-processing
     * returns.
     */
    public static Serving standard(Postprocess postprocess) {
      return new Serving(
          Math.max(STANDARD_SCORE, postprocess.scoreThreshold()),
          Math.max(STANDARD_FAINT, postprocess.scoreThreshold()),
          Math.min(STANDARD_IOU, postprocess.nmsIou()),
          /* acrossClasses= */ false,
          /* containment= */ -1,
          postprocess.maxDetections(),
          List.of());
    }
  }
}
