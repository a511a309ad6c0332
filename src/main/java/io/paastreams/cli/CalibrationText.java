package io.paastreams.cli;

import io.paastreams.evaluation.CalibrationFit;
import io.paastreams.evaluation.Evaluation;
import io.paastreams.model.Model;
import io.paastreams.model.Recipe;
import java.util.List;

/** A calibration to be fitted, and as a line of a recipe. */
final class CalibrationText {

  /** Boxes of lower scores are next to never right, and so many that they would decide the fit. */
  private static final float LEAST_SCORE = 0.2f;

  private CalibrationText() {}

  /** The model with the network's own scores, from low ones on. */
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
   * The line.
   *
   * @throws CommandFailedException if the scores say nothing about being right
   */
  static String of(Evaluation evaluation) {
    try {
      return "Fitted to %d boxes of these pictures; judge it on others. In the recipe, under serving:%n  calibration: %s"
          .formatted(evaluation.reliability().boxes(), CalibrationFit.points(evaluation));
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }
}
