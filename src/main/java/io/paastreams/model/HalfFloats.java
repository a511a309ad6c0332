package io.paastreams.model;

/**
 * The 16-bit floating-point formats of weight files, stored as the bits of a short because Java 17
 * has no such types.
 */
public final class HalfFloats {

  /** The largest finite binary16 value. */
  public static final float MAX_FLOAT16 = 65504f;

  private HalfFloats() {}

  /** Widens IEEE 754 binary16; exact. */
  public static float fromFloat16(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude));
    }
    int wideExponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << 13);
  }

  /** Narrows to IEEE 754 binary16, rounding to nearest, ties to even; overflow gives infinity. */
  public static short toFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x477ff000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) {
      // Subnormal: adding 0.5 leaves the multiple of 2^-24, as rounded by the FPU, in the low bits.
      int rounded = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + 0.5f) - 0x3f000000;
      return (short) (sign | rounded);
    }
    int tiesToEven = 0xfff + (magnitude >>> 13 & 1);
    return (short) (sign | (magnitude + tiesToEven - 0x38000000) >>> 13);
  }

  /** Widens bfloat16, the upper half of a float32; exact. */
  public static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
