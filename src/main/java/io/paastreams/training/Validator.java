package io.paastreams.training;

import io.paastreams.model.StateDict;
import java.io.IOException;

/**
 * Evaluates weights; supplied from outside, because training knows neither inference nor metrics.
 */
@FunctionalInterface
public interface Validator {

  /**
   * Evaluates weights.
   *
   * @return a figure in [0, 1]; larger is better
   */
  double validate(StateDict weights) throws IOException;
}
