package io.paastreams.inference;

import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.Profile;
import io.paastreams.model.PaaParts;
import io.paastreams.model.Recipe;
import io.paastreams.model.postprocess.PostprocessConfig;
import io.paastreams.model.postprocess.ServingConfig;
import io.paastreams.model.postprocess.ServingFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which boxes of the network a detector gives.
 *
 * @param profile whose values hold where the others are null
 * @param scoreThreshold instead of the recipe's, in [0, 1); null for the recipe's
 * @param faint whether the detector also gives faint boxes; the reference has none
 * @param faintThreshold instead of the recipe's, in [0, 1); null for the recipe's, or for none
 *     where that exceeds the score threshold
 * @param scoreVoting instead of the recipe's; null for the recipe's
 */
public record ScoringOptions(
    Profile profile,
    @Nullable Float scoreThreshold,
    boolean faint,
    @Nullable Float faintThreshold,
    @Nullable Boolean scoreVoting) {

  /** The reference's post-processing with the recipe's values. */
  public static final ScoringOptions REFERENCE =
      new ScoringOptions(Profile.REFERENCE, null, false, null, null);

  /** What users get by default: the recipe's part for serving, without faint boxes. */
  public static final ScoringOptions SERVING =
      new ScoringOptions(Profile.SERVING, null, false, null, null);

  /**
   * @throws IllegalArgumentException if a threshold is out of range
   */
  public ScoringOptions {
    requireScore("scoreThreshold", scoreThreshold);
    requireScore("faintThreshold", faintThreshold);
  }

  private static void requireScore(String name, @Nullable Float value) {
    if (value != null && !(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", allowed: [0, 1)");
    }
  }

  /** The same of another profile. */
  public ScoringOptions withProfile(Profile other) {
    return new ScoringOptions(other, scoreThreshold, faint, faintThreshold, scoreVoting);
  }

  /** The same with a score threshold instead of the recipe's. */
  public ScoringOptions withScoreThreshold(@Nullable Float other) {
    return new ScoringOptions(profile, other, faint, faintThreshold, scoreVoting);
  }

  /** The same with faint boxes or without. */
  public ScoringOptions withFaint(boolean wanted) {
    return new ScoringOptions(profile, scoreThreshold, wanted, faintThreshold, scoreVoting);
  }

  /** The same with score voting on or off whatever the recipe says. */
  public ScoringOptions withScoreVoting(@Nullable Boolean other) {
    return new ScoringOptions(profile, scoreThreshold, faint, faintThreshold, other);
  }

  /**
   * Of a recipe's model.
   *
   * @throws IllegalArgumentException if the threshold of faint boxes exceeds that of the others
   */
  DetectionTerms terms(Recipe recipe) {
    float score = or(scoreThreshold, ownThreshold(recipe));
    if (!faint || profile == Profile.REFERENCE) {
      return new DetectionTerms(profile, score, null);
    }
    if (faintThreshold != null) {
      return new DetectionTerms(profile, score, faintThreshold);
    }
    float own = recipe.serving().faintThreshold();
    return new DetectionTerms(profile, score, own < score ? own : null);
  }

  private float ownThreshold(Recipe recipe) {
    return switch (profile) {
      case SERVING -> recipe.serving().scoreThreshold();
      case REFERENCE -> recipe.postprocess().scoreThreshold();
    };
  }

  private static float or(@Nullable Float value, float otherwise) {
    return value == null ? otherwise : value;
  }

  /** What chooses among the reference's detections; null if all of them are wanted. */
  @Nullable ServingFilter filter(Recipe recipe) {
    if (profile == Profile.REFERENCE) {
      return null;
    }
    DetectionTerms terms = terms(recipe);
    ServingConfig own = PaaParts.serving(recipe);
    return new ServingFilter(
        own.withThresholds(
            terms.scoreThreshold(), or(terms.faintThreshold(), terms.scoreThreshold())));
  }

  /**
   * The reference's post-processing. Serving chooses among what it gives, so its own threshold
   * stays, with all the boxes that vote, unless less is asked for.
   */
  PostprocessConfig postprocess(Recipe recipe) {
    PostprocessConfig config = PaaParts.postprocess(recipe);
    ServingFilter filter = filter(recipe);
    float threshold =
        filter == null
            ? terms(recipe).scoreThreshold()
            : Math.min(config.scoreThreshold(), filter.leastScore());
    config = config.withScoreThreshold(threshold);
    return scoreVoting == null ? config : config.withScoreVoting(scoreVoting);
  }
}
