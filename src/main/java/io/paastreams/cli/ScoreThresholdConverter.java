package io.paastreams.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 0.3}: a score from 0 to below 1. */
final class ScoreThresholdConverter implements ITypeConverter<Float> {

  @Override
  public Float convert(String value) {
    float score;
    try {
      score = Float.parseFloat(value);
    } catch (NumberFormatException e) {
      score = Float.NaN;
    }
    if (score >= 0 && score < 1) {
      return score;
    }
    throw new TypeConversionException(
        "'" + value + "' is not a score: write a number from 0 to below 1, for example 0.3");
  }
}
