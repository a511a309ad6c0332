package io.paastreams.cli;

import io.paastreams.evaluation.CalibrationFit;
import io.paastreams.evaluation.Evaluation;
import io.paastreams.model.Model;
import io.paastreams.model.Recipe;
import java.util.List;

/** Fits a calibration and formats it as a line of a recipe. */
final class CalibrationText {

  /**
   * The lowest score used: boxes with lower scores are almost never right, and are so numerous that
   * they would dominate the fit.
   */
  private static final float LEAST_SCORE = 0.2f;

  private CalibrationText() {}

  /** The model with the network's own scores, down to low ones. */
  static Model uncalibrated(Model model) {
    Recipe.Serving own = model.recipe().serving();
    return model.withServing(
        new Recipe.Serving(
            LEAST_SCORE,
            LEAST_SCORE,
            own.nmsIou(),
            own.acrossClasses(),
            own.containment(),
            own.maxDetections(),
            List.of()));
  }

  /**
   * The line for the recipe.
   *
   * @throws CommandFailedException if the scores say nothing about being right
   */
  static String of(Evaluation evaluation) {
    try {
      return "Fitted to %d boxes on these images; evaluate it on others. In the recipe, under serving:%n  calibration: %s"
          .formatted(evaluation.reliability().boxes(), CalibrationFit.points(evaluation));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }
}
