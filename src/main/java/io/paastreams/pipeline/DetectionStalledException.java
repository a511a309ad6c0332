package io.paastreams.pipeline;

/**
 * Results did not arrive in time. Nothing is lost: the commit is given up and the frames are read
 * again.
 */
final class DetectionStalledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DetectionStalledException(String message) {
    super(message);
  }

  DetectionStalledException(String message, Throwable cause) {
    super(message, cause);
  }
}
