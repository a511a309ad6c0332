package io.paastreams.image;

import java.util.Arrays;
import java.util.List;

/**
 * Converts 8-bit pixels to the network's float32 input as the reference does: {@code (x - mean) *
 * (1 / std)}, with the difference in float32 and the product in float64, rounded to float32. A
 * channel has 256 possible values, so they are computed once.
 *
 * <p>Threading: safe; immutable.
 */
public final class Normalization {

  private final float[][] valueOfByte = new float[3][256];

  /**
   * @param mean the means of R, G, B in [0, 255]
   * @param std the standard deviations of R, G, B, not 0
   */
  public Normalization(List<Float> mean, List<Float> std) {
    if (mean.size() != 3 || std.size() != 3 || std.contains(0f)) {
      throw new IllegalArgumentException(
          "mean and std need three values each, and std must not contain 0: " + mean + ", " + std);
    }
    for (int channel = 0; channel < 3; channel++) {
      float center = mean.get(channel);
      double inverse = 1.0 / std.get(channel);
      for (int x = 0; x < 256; x++) {
        valueOfByte[channel][x] = (float) ((x - center) * inverse);
      }
    }
  }

  /** The padded input of one image, (3, H, W) float32 in row-major order. */
  public float[] toTensor(PreparedImage image) {
    float[] tensor = new float[Math.toIntExact(3 * image.padded().area())];
    toTensor(image, tensor, 0);
    return tensor;
  }

  /**
   * Writes the padded input of one image, (3, H, W) float32 in row-major order, into {@code
   * tensor}, starting at {@code offset}. Padding on the right and at the bottom is 0.
   */
  public void toTensor(PreparedImage image, float[] tensor, int offset) {
    byte[] pixels = image.image().pixels();
    int width = image.image().size().width();
    int height = image.image().size().height();
    int paddedWidth = image.padded().width();
    int plane = Math.toIntExact(image.padded().area());
    for (int channel = 0; channel < 3; channel++) {
      float[] values = valueOfByte[channel];
      int start = offset + channel * plane;
      for (int y = 0; y < height; y++) {
        int in = 3 * y * width + channel;
        int row = start + y * paddedWidth;
        for (int out = row; out < row + width; out++, in += 3) {
          tensor[out] = values[pixels[in] & 0xFF];
        }
        Arrays.fill(tensor, row + width, row + paddedWidth, 0);
      }
      Arrays.fill(tensor, start + height * paddedWidth, start + plane, 0);
    }
  }
}
