package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;

/** From 8-bit pixels to network input, on the device where they are. */
public final class PixelNormalization {

  /** Subtraction and division in float32 give the same bits as the reference for all 256 values. */
  private static final ScriptFunction NORMALIZE =
      ScriptFunction.of("torch.div(torch.sub(torch.to(x, 6), y), z)", 3);

  private PixelNormalization() {}

  /**
   * (pixel - mean) / std.
   *
   * @param pixels (N, H, W, 3), uint8
   * @param mean (3), float32
   * @param std (3), float32
   * @return (N, H, W, 3), float32
   */
  public static NDArray normalize(NDArray pixels, NDArray mean, NDArray std) {
    return NORMALIZE.apply(pixels, mean, std);
  }
}
