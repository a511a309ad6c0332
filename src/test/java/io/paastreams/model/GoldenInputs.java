package io.paastreams.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** The network inputs of the golden data: (N, 3, H, W) by the value rule. */
public record GoldenInputs(float[] values, Shape shape) {

  /** Input of {@code models/*}{@code /b1}. */
  public static GoldenInputs b1() {
    return named("input", 1, 256, 320);
  }

  /** Input of {@code models/*}{@code /b2}: the second image is smaller and padded with zeros. */
  public static GoldenInputs b2() {
    GoldenInputs batch = named("input2", 2, 256, 320);
    int image = 3 * 256 * 320;
    for (int i = image; i < 2 * image; i++) {
      int y = (i / 320) % 256;
      int x = i % 320;
      if (y >= 224 || x >= 288) {
        batch.values[i] = 0;
      }
    }
    return batch;
  }

  /** The rule's tensor of that name. */
  public static GoldenInputs named(String name, int images, int height, int width) {
    return new GoldenInputs(
        GoldenWeights.input(name, images * 3 * height * width),
        new Shape(images, 3, height, width));
  }

  /** A copy in native memory. */
  public NDArray in(NDManager manager) {
    return manager.create(values, shape);
  }

  /** Largest absolute difference; infinite if the lengths differ or a value is not a number. */
  static float maxDifference(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      return Float.POSITIVE_INFINITY;
    }
    float max = 0;
    for (int i = 0; i < actual.length; i++) {
      float difference = Math.abs(actual[i] - expected[i]);
      if (!(difference <= max)) {
        max = Float.isNaN(difference) ? Float.POSITIVE_INFINITY : difference;
      }
    }
    return max;
  }
}
