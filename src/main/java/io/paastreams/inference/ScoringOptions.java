package io.paastreams.inference;

import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.Profile;
import io.paastreams.model.PaaParts;
import io.paastreams.model.Recipe;
import io.paastreams.model.postprocess.PostprocessConfig;
import io.paastreams.model.postprocess.ServingConfig;
import io.paastreams.model.postprocess.ServingFilter;
import io.paastreams.setting.Fault;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which of the network's boxes a detector returns.
 *
 * @param profile the profile whose values apply where the others are null
 * @param scoreThreshold a threshold in [0, 1) that replaces the recipe's; null for the recipe's
 * @param faint whether the detector also returns faint boxes; the reference has none
 * @param faintThreshold a threshold in [0, 1) that replaces the recipe's; null for the recipe's, or
 *     for no faint boxes where that exceeds the score threshold
 * @param scoreVoting replaces the recipe's setting; null for the recipe's
 */
public record ScoringOptions(
    Profile profile,
    @Nullable Float scoreThreshold,
    boolean faint,
    @Nullable Float faintThreshold,
    @Nullable Boolean scoreVoting) {

  public static final SettingSection SETTINGS =
      SettingSection.named("model").rule(ScoringOptions::checkFaintThreshold);

  public static final Setting<Profile> PROFILE =
      SETTINGS.standard(
          "profile",
          SettingType.constant(Profile.class),
          Profile.SERVING,
          "serving: one box per object, according to the recipe's section serving; reference:"
              + " all boxes that the reference returns, for average precision.");
  public static final Setting<Float> SCORE_THRESHOLD =
      SETTINGS.optional(
          "scoreThreshold",
          SettingType.fraction(),
          "Detections have scores above it; the profile's own if not set.");
  public static final Setting<Boolean> FAINT_DETECTIONS =
      SETTINGS.standard(
          "faintDetections",
          SettingType.flag(),
          true,
          "Whether records also hold the boxes below the score threshold, separately from the"
              + " others.");
  public static final Setting<Float> FAINT_THRESHOLD =
      SETTINGS.optional(
          "faintThreshold",
          SettingType.fraction(),
          "Faint boxes have scores above it; the model's own if not set.");
  public static final Setting<Boolean> SCORE_VOTING =
      SETTINGS.optional(
          "scoreVoting",
          SettingType.flag(),
          "Refine boxes by score voting; as in the model if" + " not set.");

  /** The reference's post-processing with the recipe's values. */
  public static final ScoringOptions REFERENCE =
      new ScoringOptions(Profile.REFERENCE, null, false, null, null);

  /** What users get by default: the recipe's serving section, without faint boxes. */
  public static final ScoringOptions SERVING =
      new ScoringOptions(Profile.SERVING, null, false, null, null);

  /**
   * @throws IllegalArgumentException if a threshold is out of range
   */
  public ScoringOptions {
    requireScore("scoreThreshold", scoreThreshold);
    requireScore("faintThreshold", faintThreshold);
  }

  /** What a user chose. */
  public static ScoringOptions of(SettingValues values) {
    return new ScoringOptions(
        values.get(PROFILE),
        values.find(SCORE_THRESHOLD),
        values.get(FAINT_DETECTIONS),
        values.find(FAINT_THRESHOLD),
        values.find(SCORE_VOTING));
  }

  private static void checkFaintThreshold(SettingValues values, Consumer<Fault> faults) {
    @Nullable Float faint = values.find(FAINT_THRESHOLD);
    @Nullable Float score = values.find(SCORE_THRESHOLD);
    if (faint != null && values.get(PROFILE) == Profile.REFERENCE) {
      faults.accept(
          Fault.of(
              FAINT_THRESHOLD,
              faint,
              "the profile reference has no faint boxes; leave it out, or set %s: serving"
                  .formatted(PROFILE)));
    }
    if (faint != null && score != null && faint > score) {
      faults.accept(
          Fault.of(
              FAINT_THRESHOLD,
              faint,
              "must not exceed %s, which is %s".formatted(SCORE_THRESHOLD, score)));
    }
  }

  private static void requireScore(String name, @Nullable Float value) {
    if (value != null && !(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", allowed: [0, 1)");
    }
  }

  /** A copy with another profile. */
  public ScoringOptions withProfile(Profile other) {
    return new ScoringOptions(other, scoreThreshold, faint, faintThreshold, scoreVoting);
  }

  /** A copy with this score threshold instead of the recipe's. */
  public ScoringOptions withScoreThreshold(@Nullable Float other) {
    return new ScoringOptions(profile, other, faint, faintThreshold, scoreVoting);
  }

  /** A copy with or without faint boxes. */
  public ScoringOptions withFaint(boolean wanted) {
    return new ScoringOptions(profile, scoreThreshold, wanted, faintThreshold, scoreVoting);
  }

  /** A copy with score voting on or off, whatever the recipe says. */
  public ScoringOptions withScoreVoting(@Nullable Boolean other) {
    return new ScoringOptions(profile, scoreThreshold, faint, faintThreshold, other);
  }

  /**
   * The terms for a recipe's model.
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

  /** The filter on the reference's detections; null if all of them are wanted. */
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
   * The reference's post-processing. Serving filters its output, so the reference's own threshold
   * remains, with all the boxes that vote, unless a lower one is requested.
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
