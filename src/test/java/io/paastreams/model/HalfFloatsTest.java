package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatsTest {

  @Test
  void everyFloat16_survivesWideningAndNarrowing() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float wide = HalfFloats.fromFloat16((short) bits);
      if (Float.isNaN(wide)) {
        assertThat(HalfFloats.fromFloat16(HalfFloats.toFloat16(wide))).isNaN();
      } else {
        assertThat(HalfFloats.toFloat16(wide)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void knownFloat16Values_areConvertedExactly() {
    assertThat(HalfFloats.fromFloat16((short) 0x3c00)).isEqualTo(1f);
    assertThat(HalfFloats.fromFloat16((short) 0x7bff)).isEqualTo(65504f);
    assertThat(HalfFloats.fromFloat16((short) 0x8001)).isEqualTo(-0x1p-24f);
    assertThat(HalfFloats.fromFloat16((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void narrowing_roundsToNearest_andTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float below = HalfFloats.fromFloat16((short) bits);
      float above = HalfFloats.fromFloat16((short) (bits + 1));
      float middle = (below + above) / 2;
      assertThat(HalfFloats.toFloat16(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(HalfFloats.toFloat16(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(HalfFloats.toFloat16(middle)).isEqualTo((short) (bits + (bits & 1)));
    }
    assertThat(HalfFloats.toFloat16(65519.99f)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloats.toFloat16(-65520f)).isEqualTo((short) 0xfc00);
    assertThat(HalfFloats.toFloat16(0x1p-26f)).isZero();
  }

  @Test
  void bfloat16_isTheUpperHalfOfAFloat() {
    assertThat(HalfFloats.fromBfloat16((short) 0xc049)).isEqualTo(-3.140625f);
  }
}
