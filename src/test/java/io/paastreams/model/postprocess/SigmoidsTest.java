package io.paastreams.model.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SigmoidsTest {

  @Test
  void replace_everyLogit_asExactAsFloat32() {
    double[] numbers = new double[180_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i - 85_000) * 1e-3;
    }
    double[] actual = numbers.clone();
    Sigmoids.replace(actual, actual.length);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(actual[i] * (1 + Math.exp(-numbers[i])))
          .as("sigmoid(%s)", numbers[i])
          .isCloseTo(1, within(0x1p-25));
    }
  }

  @Test
  void replace_extremeNumbers_theirLimits() {
    double[] numbers = {
      -1e3, -1e30, Double.NEGATIVE_INFINITY, 1e3, 1e30, 1e300, 1 / 0.0, Double.NaN, 7
    };
    Sigmoids.replace(numbers, 8);
    assertThat(numbers).containsExactly(0, 0, 0, 1, 1, 1, 1, Double.NaN, 7);
  }
}
