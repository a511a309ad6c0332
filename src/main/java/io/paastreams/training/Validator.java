package io.paastreams.training;

import io.paastreams.model.StateDict;
import java.io.IOException;

/** Judges weights; given in from outside, since training knows neither inference nor metrics. */
@FunctionalInterface
public interface Validator {

  /**
   * How good weights are.
   *
   * @return in [0, 1], larger is better
   */
  double validate(StateDict weights) throws IOException;
}
