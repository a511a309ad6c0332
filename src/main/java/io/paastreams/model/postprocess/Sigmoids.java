package io.paastreams.model.postprocess;

/**
 * The logistic function of many numbers at once, to the precision of float32. It uses only
 * additions, multiplications and a division, which the compiler turns into vector instructions.
 * {@link Math#exp} takes several times as long, and post-processing needs ten thousand values per
 * image.
 *
 * <p>e^x is the 256th power of e^(x / 256), for which a few terms of the series are enough.
 */
final class Sigmoids {

  private static final int SQUARINGS = 8;

  /** Beyond this value 1 - sigmoid is less than a step of float32, and the series diverges. */
  private static final double MOST = 40;

  private Sigmoids() {}

  /** Replaces each of the first {@code count} numbers; NaN remains NaN. */
  static void replace(double[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      double y = Math.min(numbers[i], MOST) * (-1.0 / (1 << SQUARINGS));
      double e = 1.0 / 5040 + y * (1.0 / 40320);
      e = 1.0 / 24 + y * (1.0 / 120 + y * (1.0 / 720 + y * e));
      e = 1 + y * (1 + y * (1.0 / 2 + y * (1.0 / 6 + y * e)));
      double e2 = e * e;
      double e4 = e2 * e2;
      double e8 = e4 * e4;
      double e16 = e8 * e8;
      double e32 = e16 * e16;
      double e64 = e32 * e32;
      double e128 = e64 * e64;
      numbers[i] = 1 / (1 + e128 * e128);
    }
  }
}
