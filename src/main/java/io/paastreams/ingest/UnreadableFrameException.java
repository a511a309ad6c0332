package io.paastreams.ingest;

/** One image of a source cannot be decoded; the next may be readable. */
public final class UnreadableFrameException extends Exception {

  UnreadableFrameException(String frame, Throwable cause) {
    super(frame + ": " + cause.getMessage(), cause);
  }
}
