package io.paastreams.pipeline;

import java.util.Locale;

/** Recognises what engines throw when a batch was too large for the device. */
final class OutOfMemory {

  private OutOfMemory() {}

  /** By type or by message: native engines have no exception class of their own for it. */
  static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof OutOfMemoryError
          || message.contains("out of memory")
          || message.contains("can't allocate memory")
          || message.contains("alloc_failed")) {
        return true;
      }
    }
    return false;
  }
}
