package io.paastreams.inference;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates an engine's error into an exception that says what it means for the caller. */
final class NativeFailure {

  private static final String SCRIPT_FAILED =
      "The following operation failed in the TorchScript interpreter";

  private static final Pattern SCRIPT_FAILURE =
      Pattern.compile("^[\\w.]*(?:Error|Exception): (.*)", Pattern.MULTILINE);

  private NativeFailure() {}

  /**
   * Returns the exception for a batch that failed.
   *
   * @param failure the engine's exception or error
   * @param batch a description of what was computed
   */
  static InferenceException translated(Throwable failure, String batch) {
    String reason = reason(String.valueOf(failure.getMessage()));
    String lower = reason.toLowerCase(Locale.ROOT);
    boolean memory =
        failure instanceof OutOfMemoryError
            || lower.contains("out of memory")
            || lower.contains("can't allocate memory")
            || lower.contains("_status_alloc_failed"); // of cuDNN and cuBLAS
    return memory
        ? new OutOfDeviceMemoryException(
            "not enough memory for %s: %s".formatted(batch, reason), failure)
        : new InferenceException("cannot compute %s: %s".formatted(batch, reason), failure);
  }

  /**
   * The reason: the first line, because the engine's own stack follows, or a script's failure,
   * which comes after that.
   */
  private static String reason(String message) {
    if (message.startsWith(SCRIPT_FAILED)) {
      Matcher failure = SCRIPT_FAILURE.matcher(message);
      if (failure.find()) {
        return failure.group(1);
      }
    }
    return message.lines().findFirst().orElse("");
  }
}
