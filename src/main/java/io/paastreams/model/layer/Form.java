package io.paastreams.model.layer;

/** The two forms in which the same network definition is built. */
public enum Form {
  /** Batch normalisation is a layer of its own. For training and for state dictionaries. */
  TRAINABLE,
  /**
   * Batch normalisation is part of the preceding convolution, which therefore has a bias. For
   * inference, because it needs fewer passes over memory.
   */
  FOLDED
}
