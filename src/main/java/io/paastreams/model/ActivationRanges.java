package io.paastreams.model;

import io.paastreams.model.layer.Range;
import io.paastreams.model.torch.Precision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Precision#INT8} needs besides the weights: the range of the values at each place of
 * the network, found by observing images.
 *
 * @param weightsSha256 lower-case hexadecimal SHA-256 of the weights file that the ranges belong to
 * @param method how the ranges were chosen
 * @param images the number of images observed
 * @param byPlace the ranges by place; a place is named after the layer whose result it holds
 * @param accuracy the accuracy of both precisions; null if it has not been measured
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

  /** A copy with the measured accuracy. */
  public ActivationRanges withAccuracy(Accuracy found) {
    return new ActivationRanges(weightsSha256, method, images, byPlace, found);
  }

  /**
   * COCO figures of both precisions on the same annotated images.
   *
   * @param images the number of images
   * @param float32Ap AP at IoU 0.50 to 0.95 in float32; this and the other figures are in [0, 1]
   */
  public record Accuracy(
      int images, double float32Ap, double int8Ap, double float32Ap50, double int8Ap50) {

    /** The largest loss of AP at which int8 may be chosen automatically. */
    public static final double TOLERANCE = 0.003;

    /** Whether int8 is as accurate as float32. */
    public boolean isKept() {
      return int8Ap >= float32Ap - TOLERANCE;
    }
  }
}
