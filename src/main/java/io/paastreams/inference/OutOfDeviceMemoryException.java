package io.paastreams.inference;

/** A batch needs more memory than the device has left; a smaller one may fit. */
public final class OutOfDeviceMemoryException extends InferenceException {

  OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
