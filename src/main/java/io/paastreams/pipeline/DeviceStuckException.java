package io.paastreams.pipeline;

import java.time.Duration;

/**
 * A call to the device does not return. The exception's stack trace is that of the device's thread.
 */
final class DeviceStuckException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeviceStuckException(Duration age, String thread, StackTraceElement[] stack) {
    super(
        ("the device has not returned a batch for %d ms (thread %s): reset it, or raise"
                + " pipeline.deviceStopAfter if the model is only slow")
            .formatted(age.toMillis(), thread));
    setStackTrace(stack);
  }
}
