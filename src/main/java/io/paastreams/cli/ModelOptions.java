package io.paastreams.cli;

import io.paastreams.detection.Profile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that runs a model. */
final class ModelOptions {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "Model folder, or an mmdetection PAA checkpoint (.pth).")
  Path model;

  @Option(
      names = "--profile",
      paramLabel = "serving|reference",
      descriptionKey = "model.profile",
      description =
          "serving: one box per object, at a score that can be relied on; reference: all boxes"
              + " that the reference returns, as average precision needs them. Default:"
              + " ${DEFAULT-VALUE}.")
  Profile profile;

  @Option(
      names = "--score-voting",
      paramLabel = "on|off",
      description = "Refine boxes by score voting. Default: the model's own.")
  @Nullable OnOff scoreVoting;

  @Option(
      names = "--score-threshold",
      paramLabel = "S",
      converter = ScoreThresholdConverter.class,
      description = "Drop detections with at most this score. Default: the profile's threshold.")
  @Nullable Float scoreThreshold;

  @Mixin EngineOptions engine;

  @Mixin DecodeOptions decode;
}
