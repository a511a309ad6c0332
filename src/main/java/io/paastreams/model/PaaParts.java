package io.paastreams.model;

import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.backbone.ResNet;
import io.paastreams.model.head.PaaHead;
import io.paastreams.model.layer.Form;
import io.paastreams.model.neck.Fpn;
import io.paastreams.model.postprocess.PostprocessConfig;
import io.paastreams.model.postprocess.ScoreCalibration;
import io.paastreams.model.postprocess.ServingConfig;

/**
 * Creates the parts of a detector that its recipe describes. This is the only place that translates
 * a recipe.
 */
public final class PaaParts {

  private PaaParts() {}

  static ResNet backbone(Recipe recipe, Form form) {
    return new ResNet(
        form, recipe.backbone().depth(), recipe.backbone().baseWidth(), recipe.neck().startLevel());
  }

  static Fpn neck(Recipe recipe, ResNet backbone) {
    return new Fpn(backbone.channels(), recipe.neck().channels(), recipe.neck().levels());
  }

  static PaaHead head(Recipe recipe, int classes) {
    return new PaaHead(
        classes,
        recipe.neck().channels(),
        recipe.head().stackedConvs(),
        recipe.head().groups(),
        recipe.neck().levels());
  }

  /** One square anchor per location of the recipe's pyramid. */
  public static AnchorGenerator anchors(Recipe recipe) {
    return new AnchorGenerator(
        recipe.anchors().scale(), recipe.neck().startLevel(), recipe.neck().levels());
  }

  /** The recipe's post-processing. */
  public static PostprocessConfig postprocess(Recipe recipe) {
    Recipe.Postprocess postprocess = recipe.postprocess();
    return new PostprocessConfig(
        postprocess.scoreThreshold(),
        postprocess.candidatesPerLevel(),
        postprocess.nmsIou(),
        /* classAgnostic= */ false,
        postprocess.maxDetections(),
        postprocess.scoreVoting(),
        postprocess.votingSigma());
  }

  /** Which of the recipe's detections users get. */
  public static ServingConfig serving(Recipe recipe) {
    Recipe.Serving serving = recipe.serving();
    return new ServingConfig(
        serving.scoreThreshold(),
        serving.faintThreshold(),
        serving.nmsIou(),
        serving.acrossClasses(),
        serving.containment(),
        serving.maxDetections(),
        ScoreCalibration.of(serving.calibration()));
  }
}
