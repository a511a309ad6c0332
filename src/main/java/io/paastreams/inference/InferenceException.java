package io.paastreams.inference;

/** A batch could not be computed, through no fault in the caller's arguments. */
public class InferenceException extends RuntimeException {

  InferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
