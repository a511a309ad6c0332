package io.paastreams.model;

/** IEEE 754 half precision, which JDK 17 lacks. */
final class Float16 {

  private Float16() {}

  /** The nearest half-precision number, ties to even; for values below 65504. */
  static float round(float value) {
    int exponent = Math.max(Math.getExponent(value), -14);
    double unit = Math.scalb(1.0, exponent - 10);
    return (float) (Math.rint(value / unit) * unit);
  }
}
