package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;

/** Converts 8-bit pixels to network input on the device where they are. */
public final class PixelNormalization {

  /**
   * Subtraction and division in float32 give the same bits as the reference for all 256 values.
   * They are applied along whole rows, because along the three channels alone they cost several
   * times as much.
   */
  private static final ScriptFunction NORMALIZE =
      ScriptFunction.of(
          "torch.to(torch.flatten(x, 2), 6)"
              + ".sub_(y.repeat([x.size(2)])).div_(z.repeat([x.size(2)])).view(x.size())",
          3);

  private static final String INSIDE =
      "torch.lt(torch.unsqueeze(torch.arange(torch.size(x, %d), dtype=4, layout=None,"
          + " device=ops.prim.device(x), pin_memory=False), 0), torch.add(torch.mul(torch.to("
          + "torch.slice(y, 1, %d, %d), 4), 256), torch.to(torch.slice(y, 1, %d, %d), 4)))";

  private static final ScriptFunction CLEAR_PADDING =
      ScriptFunction.of(
          "torch.masked_fill_(x, torch.unsqueeze(torch.logical_not(torch.logical_and("
              + "torch.unsqueeze(%s, 2), torch.unsqueeze(%s, 1))), 3), 0.)"
                  .formatted(INSIDE.formatted(1, 0, 1, 1, 2), INSIDE.formatted(2, 2, 3, 3, 4)),
          2);

  private PixelNormalization() {}

  /**
   * Sets what is to the right of images and below them to 0, in place.
   *
   * @param images (N, H, W, 3), float32
   * @param extents (N, 4), uint8: height and width without padding, each with the high byte first
   */
  public static void clearPadding(NDArray images, NDArray extents) {
    CLEAR_PADDING.apply(images, extents).close();
  }

  /**
   * Computes (pixel - mean) / std.
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
