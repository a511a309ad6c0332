package io.paastreams.analytics;

/** The stored state of a camera cannot be read by this version. */
final class UnreadableStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableStateException(String message) {
    super(message);
  }

  UnreadableStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
