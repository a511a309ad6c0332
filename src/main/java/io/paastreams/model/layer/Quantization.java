package io.paastreams.model.layer;

/**
 * How a byte stands for a real number: {@code scale * (byte - zeroPoint)}. Zero itself is always
 * representable, because convolutions pad with it.
 *
 * @param scale the scale, above 0
 * @param zeroPoint the byte that stands for zero, 0 to 255
 */
record Quantization(float scale, int zeroPoint) {

  private static final int STEPS = 255;

  /** The smallest scale; with a smaller one, steps would be lost in float arithmetic. */
  private static final float SMALLEST_SCALE = 1e-9f;

  /** The quantization that spreads all bytes over a range that includes zero. */
  static Quantization of(Range range) {
    float min = Math.min(0, range.min());
    float max = Math.max(0, range.max());
    float scale = Math.max(SMALLEST_SCALE, (max - min) / STEPS);
    return new Quantization(scale, Math.min(STEPS, Math.round(-min / scale)));
  }
}
