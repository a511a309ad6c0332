package io.paastreams.dataset;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * How strongly small datasets are varied. Probabilities are in [0, 1].
 *
 * @param mosaic probability that an image is composed of four tiles
 * @param flip probability that a tile is mirrored left to right
 * @param minScale smallest zoom of a tile
 * @param maxScale largest zoom
 * @param rotation largest rotation to either side, in degrees
 * @param minContrast smallest factor on the distance from the image's mean
 * @param maxContrast largest factor
 * @param gamma largest exponent of the gray levels' curve, whose inverse is the smallest; 1 leaves
 *     the levels unchanged, which a thermal camera's own gain control does not
 * @param brightness largest shift to either side, in gray levels
 * @param shading largest linear ramp from edge to edge over the whole image, in gray levels, so
 *     that the level of the sky says nothing
 * @param noise largest standard deviation of noise, in gray levels
 * @param blur probability of a 3x3 blur
 * @param distractors probability that a tile shows a region without objects
 * @param backdrop probability that the background of another clip is blended into a tile
 * @param backdropStrength largest share of that background's contrast
 * @param inversion probability that a tile's gray levels are reversed, as a thermal camera set to
 *     the other polarity shows them; 0 if a recipe leaves it out
 * @param vignetting largest difference between the image's corners and its middle, darker or
 *     brighter, in gray levels; 0 if a recipe leaves it out
 */
public record StrongAugmentation(
    float mosaic,
    float flip,
    float minScale,
    float maxScale,
    float rotation,
    float minContrast,
    float maxContrast,
    float gamma,
    float brightness,
    float shading,
    float noise,
    float blur,
    float distractors,
    float backdrop,
    float backdropStrength,
    @JsonSetter(nulls = Nulls.AS_EMPTY) float inversion,
    @JsonSetter(nulls = Nulls.AS_EMPTY) float vignetting) {

  public StrongAugmentation {
    requireProbability("mosaic", mosaic);
    requireProbability("flip", flip);
    requireProbability("blur", blur);
    requireProbability("distractors", distractors);
    requireProbability("backdrop", backdrop);
    requireProbability("inversion", inversion);
    requireNotNegative("rotation", rotation);
    requireNotNegative("brightness", brightness);
    requireNotNegative("shading", shading);
    requireNotNegative("noise", noise);
    requireNotNegative("backdropStrength", backdropStrength);
    requireNotNegative("vignetting", vignetting);
    if (!(minScale > 0 && minScale <= maxScale)) {
      throw new IllegalArgumentException(
          "scales must be positive and ascending, not %s to %s".formatted(minScale, maxScale));
    }
    if (!(minContrast > 0 && minContrast <= maxContrast)) {
      throw new IllegalArgumentException(
          "contrasts must be positive and ascending, not %s to %s"
              .formatted(minContrast, maxContrast));
    }
    if (!(gamma >= 1)) {
      throw new IllegalArgumentException("gamma must be at least 1, not " + gamma);
    }
  }

  private static void requireProbability(String name, float value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          name + " is a probability and must be in [0, 1], not " + value);
    }
  }

  private static void requireNotNegative(String name, float value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + " must be 0 or above, not " + value);
    }
  }
}
