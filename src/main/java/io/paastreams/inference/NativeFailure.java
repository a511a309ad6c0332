package io.paastreams.inference;

import java.util.Locale;

/** Says what an engine's error means for the caller. */
final class NativeFailure {

  private NativeFailure() {}

  /**
   * The exception for a batch that failed.
   *
   * @param failure the engine's exception or error; its first line is the reason, the rest is the
   *     engine's own stack
   * @param batch what was computed
   */
  static InferenceException translated(Throwable failure, String batch) {
    String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    String lower = reason.toLowerCase(Locale.ROOT);
    boolean memory =
        failure instanceof OutOfMemoryError
            || lower.contains("out of memory")
            || lower.contains("can't allocate memory");
    return memory
        ? new OutOfDeviceMemoryException(
            "not enough memory for %s: %s".formatted(batch, reason), failure)
        : new InferenceException("cannot compute %s: %s".formatted(batch, reason), failure);
  }
}
