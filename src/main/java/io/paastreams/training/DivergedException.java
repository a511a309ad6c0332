package io.paastreams.training;

/** Training has become numerically meaningless; the last good checkpoint still exists. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
