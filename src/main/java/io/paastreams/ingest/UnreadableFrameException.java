package io.paastreams.ingest;

/** One picture of a source that cannot be made pixels; the next may be sound. */
public final class UnreadableFrameException extends Exception {

  UnreadableFrameException(String frame, Throwable cause) {
    super(frame + ": " + cause.getMessage(), cause);
  }
}
