package io.paastreams.dataset;

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
    float backdropStrength) {

  public StrongAugmentation {
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
}
