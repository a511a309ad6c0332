package io.paastreams.inference;

/** Failures as a real device's detector throws them. */
public final class DeviceFailures {

  private DeviceFailures() {}

  /** What {@link PaaDetector} throws when the engine's allocator gives up. */
  public static InferenceException outOfMemory(int images) {
    return NativeFailure.translated(
        new IllegalStateException("CUDA out of memory. Tried to allocate 2.00 GiB"),
        images + " images");
  }
}
