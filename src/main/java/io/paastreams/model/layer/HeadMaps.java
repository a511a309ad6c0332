package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;

/** Head outputs by location, in few passes over memory and few calls of the engine. */
public final class HeadMaps {

  private static final ScriptFunction BY_LOCATION =
      ScriptFunction.of("torch.flatten(torch.permute(x, [0, 2, 3, 1]), 1, 2)", 1);

  private static final ScriptFunction RANK =
      ScriptFunction.of(
          "torch.nan_to_num_(torch.mul("
              + "torch.sigmoid(torch.amax(torch.nan_to_num(x, -1e30), [2], False)), "
              + "torch.sigmoid(torch.squeeze(y, 2))))",
          2);

  private static final ScriptFunction PICK =
      ScriptFunction.of(
          "torch.gather(x, 1, torch.expand(torch.unsqueeze(y, 2), [-1, -1, torch.size(x, 2)]))", 2);

  private static final ScriptFunction SCORE =
      ScriptFunction.of("torch.sqrt_(torch.mul(torch.sigmoid(x), torch.sigmoid(y)))", 2);

  private HeadMaps() {}

  /** (N, C, H, W) to (N, H * W, C): no copy if the channels are innermost in memory. */
  public static NDArray byLocation(NDArray map) {
    return BY_LOCATION.apply(map);
  }

  /**
   * A number a location that orders locations as their best scores do: the largest score belongs to
   * the largest logit, and the root keeps the order. What is not a number has no score and cannot
   * push a location that has one off its place.
   *
   * @param cls class logits (N, K, C)
   * @param iou IoU logits (N, K, 1)
   * @return (N, K)
   */
  public static NDArray rank(NDArray cls, NDArray iou) {
    return RANK.apply(cls, iou);
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

  /**
   * Scores: sqrt(sigmoid(cls) * sigmoid(iou)).
   *
   * @param cls class logits (N, K, C)
   * @param iou IoU logits (N, K, 1)
   * @return (N, K, C)
   */
  public static NDArray scores(NDArray cls, NDArray iou) {
    return SCORE.apply(cls, iou);
  }
}
