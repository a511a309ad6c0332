package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;

/** Rearranges head outputs by location, in few passes over memory and few calls of the engine. */
public final class HeadMaps {

  private static final ScriptFunction BY_LOCATION =
      ScriptFunction.of("torch.flatten(torch.permute(x, [0, 2, 3, 1]), 1, 2)", 1);

  private static final ScriptFunction PICK =
      ScriptFunction.of(
          "torch.gather(x, 1, torch.expand(torch.unsqueeze(y, 2), [-1, -1, torch.size(x, 2)]))", 2);

  private static final ScriptFunction LOCATIONS =
      ScriptFunction.of(
          "torch.expand(torch.unsqueeze(torch.arange(torch.size(x, 1), dtype=4, layout=None,"
              + " device=ops.prim.device(x), pin_memory=False), 0), [torch.size(x, 0), -1])",
          1);

  private HeadMaps() {}

  /**
   * The indices of all locations in order, as {@link #pick} takes them.
   *
   * @param values (N, K, C)
   * @return (N, K), int64
   */
  public static NDArray locations(NDArray values) {
    return LOCATIONS.apply(values);
  }

  /**
   * Converts (N, C, H, W) to (N, H * W, C), without a copy if the channels are innermost in memory.
   */
  public static NDArray byLocation(NDArray map) {
    return BY_LOCATION.apply(map);
  }

  /**
   * The channels of some locations.
   *
   * @param values (N, K, C)
   * @param locations (N, P), int64, each below K
   * @return (N, P, C)
   */
  public static NDArray pick(NDArray values, NDArray locations) {
    return PICK.apply(values, locations);
  }
}
