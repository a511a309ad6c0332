package io.paastreams.model.layer;

import org.jspecify.annotations.Nullable;

/**
 * A tensor within a {@link NetworkScript}, which knows what its elements are.
 *
 * <p>Where a network computes in int8, a convolution reads {@link Bytes} and adds up their
 * products; the reader decides what becomes of its {@link Sums}. If the reader is another
 * convolution, a ReLU and the sum with a shortcut are computed on the fly and bytes are written, so
 * no float ever reaches memory. Everything that computes on floats gets {@link Floats}.
 */
public sealed interface Value {

  /**
   * Floating-point numbers of the script's type.
   *
   * @param name the name of the variable that holds them
   */
  record Floats(String name) implements Value {

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Unsigned bytes that stand for real numbers.
   *
   * @param name the name of the variable that holds them
   */
  record Bytes(String name, Quantization quantization) implements Value {

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * The sums of a byte convolution, not yet computed.
   *
   * @param input the input of the convolution
   * @param kernels the packed kernels with their scales and zero points, as arguments of the
   *     operator
   * @param window bias, strides, padding, dilation and groups, as arguments of the operator
   * @param shortcut a value to add, in whose memory the result will be; null for none
   * @param rectified whether a ReLU follows
   */
  record Sums(
      Bytes input, String kernels, String window, @Nullable Bytes shortcut, boolean rectified)
      implements Value {

    Sums withRelu() {
      return new Sums(input, kernels, window, shortcut, true);
    }

    Sums plus(Bytes other) {
      if (shortcut != null || rectified) {
        throw new IllegalStateException("a convolution can add only one shortcut, before its ReLU");
      }
      return new Sums(input, kernels, window, other, false);
    }
  }
}
