package io.paastreams.model;

import io.paastreams.model.postprocess.Calibration;
import io.paastreams.model.postprocess.PostprocessConfig;
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
    Postprocess postprocess,
    Serving serving) {

  /**
   * @throws IllegalArgumentException if values are out of range or contradict each other; the
   *     message lists each with its key, the value and what is allowed
   */
  public Recipe {
    List<String> faults =
        RecipeFields.faults(name, backbone, neck, head, anchors, input, postprocess, serving);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("the recipe is not valid: " + String.join("; ", faults));
    }
  }

  /** A recipe that says nothing about serving: it is served by {@link Serving#standard}. */
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

  /** The same served in another way. */
  public Recipe withServing(Serving other) {
    return new Recipe(name, backbone, neck, head, anchors, input, postprocess, other);
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

    /** With the paper's weights of votes. */
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
   * Which of these detections users get. The reference has no such part; {@code evaluate} judges
   * without it unless it is told otherwise.
   *
   * <p>Thresholds are calibrated scores. The calibration rises, so it changes no order.
   *
   * @param scoreThreshold detections score strictly above it
   * @param faintThreshold faint boxes score strictly above it, and at most {@code scoreThreshold};
   *     equal to that for none
   * @param nmsIou a box with a strictly higher IoU to a better one goes
   * @param acrossClasses whether boxes of different classes suppress each other
   * @param containment a box that shares at least this part of the smaller area with a better one
   *     goes, -1 for never
   * @param maxDetections a picture, faint boxes included, -1 for all
   * @param calibration points of a rising map from the network's scores to calibrated ones; none
   *     leaves them as they are
   */
  public record Serving(
      float scoreThreshold,
      float faintThreshold,
      float nmsIou,
      boolean acrossClasses,
      float containment,
      int maxDetections,
      List<Calibration.Point> calibration) {

    /** What visualisations of the reference show by default. */
    private static final float STANDARD_SCORE = 0.3f;

    private static final float STANDARD_FAINT = 0.1f;

    /** Boxes of two objects of one class seldom overlap more. */
    private static final float STANDARD_IOU = 0.5f;

    public Serving {
      calibration = List.copyOf(calibration);
    }

    /**
     * For a model of which nothing was measured: a score of 0.3, faint boxes from 0.1, and boxes of
     * one class with an IoU of at most 0.5; classes do not suppress each other, and nothing goes
     * for being contained, since a person may stand before a bus and a child before a person.
     * Nowhere more than the reference's post-processing gives.
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
