package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;

/** From 8-bit pixels to network input, on the device where they are. */
public final class PixelNormalization {

  /**
   * Subtraction and division in float32 give the same bits as the reference for all 256 values.
   * They go along whole rows: along the three channels alone they cost several times as much.
   */
  private static final ScriptFunction NORMALIZE =
      ScriptFunction.of(
          "torch.to(torch.flatten(x, 2), 6)"
              + ".sub_(y.repeat([x.size(2)])).div_(z.repeat([x.size(2)])).view(x.size())",
          3);

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
