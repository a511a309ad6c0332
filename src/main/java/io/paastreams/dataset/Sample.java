package io.paastreams.dataset;

import java.util.List;

/** An image with everything that is annotated on it, possibly nothing. */
public record Sample(DatasetImage image, List<Truth> truths) {

  public Sample {
    truths = List.copyOf(truths);
  }
}
