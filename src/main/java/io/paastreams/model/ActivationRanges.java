package io.paastreams.model;

import io.paastreams.model.layer.Range;
import io.paastreams.model.torch.Precision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Precision#INT8} has to know beside the weights: between which numbers the values at
 * each place of the network lie, found by looking at pictures.
 *
 * @param weightsSha256 lower-case hexadecimal SHA-256 of the weights file that they belong to
 * @param method how they were chosen
 * @param images that were looked at
 * @param byPlace range by place; a place is named after the layer whose result lies there
 * @param accuracy of both precisions; null if nobody has judged them
 */
public record ActivationRanges(
    String weightsSha256,
    RangeMethod method,
    int images,
    Map<String, Range> byPlace,
    @Nullable Accuracy accuracy) {

  public ActivationRanges {
    byPlace = Collections.unmodifiableMap(new LinkedHashMap<>(byPlace));
  }

  /** The same with what was found of their accuracy. */
  public ActivationRanges withAccuracy(Accuracy found) {
    return new ActivationRanges(weightsSha256, method, images, byPlace, found);
  }

  /**
   * COCO figures on the same annotated pictures.
   *
   * @param images number of them
   * @param float32Ap AP at IoU 0.50 to 0.95 in float32, in [0, 1]; the others alike
   */
  public record Accuracy(
      int images, double float32Ap, double int8Ap, double float32Ap50, double int8Ap50) {

    /** AP is not worse by more than this where int8 is chosen by itself. */
    public static final double TOLERANCE = 0.003;

    /** Whether int8 finds as much as float32 does. */
    public boolean isKept() {
      return int8Ap >= float32Ap - TOLERANCE;
    }
  }
}
