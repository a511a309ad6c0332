package io.paastreams.model.layer;

/**
 * How a byte stands for a real number: {@code scale * (byte - zeroPoint)}. Zero itself is among
 * them, since convolutions pad with it.
 *
 * @param scale above 0
 * @param zeroPoint 0 to 255
 */
public record Quantization(float scale, int zeroPoint) {

  private static final int STEPS = 255;

  /** Below it a step would be lost in the arithmetic of floats. */
  private static final float SMALLEST_SCALE = 1e-9f;

  /** The one that spreads all bytes over a range and zero. */
  static Quantization of(Range range) {
    float min = Math.min(0, range.min());
    float max = Math.max(0, range.max());
    float scale = Math.max(SMALLEST_SCALE, (max - min) / STEPS);
    return new Quantization(scale, Math.min(STEPS, Math.round(-min / scale)));
  }
}
