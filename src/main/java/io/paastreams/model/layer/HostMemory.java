package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;

/** Ways from the host's memory to a device's that DJL does not offer. */
public final class HostMemory {

  private static final ScriptFunction PIN = ScriptFunction.of("torch.pin_memory(x)", 1);

  /** As bytes; without waiting for it if the source is pinned. */
  private static final ScriptFunction SEND =
      ScriptFunction.of("torch.to(x, ops.prim.device(y), 0, True)", 2);

  private HostMemory() {}

  /**
   * A copy in memory that a GPU can read by itself.
   *
   * @param onHost in the memory of the host
   * @throws ai.djl.engine.EngineException if there is no GPU, or the system does not allow it
   */
  public static NDArray pin(NDArray onHost) {
    return PIN.apply(onHost);
  }

  /**
   * Bytes on the device where another array lies. The computation on the device waits for them; the
   * caller does not if they are pinned, and must leave them as they are until a result was read.
   *
   * @param bytes uint8, in the memory of the host
   * @return in the manager of {@code bytes}; {@code bytes} itself if it lies there already
   */
  public static NDArray send(NDArray bytes, NDArray anyOnDevice) {
    return SEND.apply(bytes, anyOnDevice);
  }
}
