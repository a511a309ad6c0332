package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;

/** Copies from host memory to device memory that DJL does not offer. */
public final class HostMemory {

  private static final ScriptFunction PIN = ScriptFunction.of("torch.pin_memory(x)", 1);

  /** Copies bytes; does not wait for that if the source is pinned. */
  private static final ScriptFunction SEND =
      ScriptFunction.of("torch.to(x, ops.prim.device(y), 0, True)", 2);

  private HostMemory() {}

  /**
   * A copy in memory that a GPU can read by itself.
   *
   * @param onHost an array in host memory
   * @throws ai.djl.engine.EngineException if there is no GPU, or the system does not allow it
   */
  public static NDArray pin(NDArray onHost) {
    return PIN.apply(onHost);
  }

  /**
   * Copies bytes to the device of another array. The computation on the device waits for them; the
   * caller does not if they are pinned, and must not change them until a result has been read.
   *
   * @param bytes uint8, in host memory
   * @return the copy, in the manager of {@code bytes}; {@code bytes} itself if it is already on the
   *     device
   */
  public static NDArray send(NDArray bytes, NDArray anyOnDevice) {
    return SEND.apply(bytes, anyOnDevice);
  }
}
