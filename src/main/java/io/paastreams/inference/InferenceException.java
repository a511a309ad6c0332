package io.paastreams.inference;

/** A batch could not be computed, through no fault of the caller's arguments. */
public class InferenceException extends RuntimeException {

  InferenceException(String message) {
    super(message);
  }

  InferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
