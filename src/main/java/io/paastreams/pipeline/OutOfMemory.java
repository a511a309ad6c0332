package io.paastreams.pipeline;

import io.paastreams.inference.OutOfDeviceMemoryException;

/** Recognises failures that a smaller batch would avoid. */
final class OutOfMemory {

  private OutOfMemory() {}

  /** Whether a failure was caused by a lack of memory of the device or of this JVM. */
  static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfDeviceMemoryException || cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }
}
