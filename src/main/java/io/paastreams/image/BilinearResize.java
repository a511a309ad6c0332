package io.paastreams.image;

import io.paastreams.geometry.Size;

/**
 * The reference's bilinear resize of 8-bit images, bit for bit (OpenCV's {@code resize} with {@code
 * INTER_LINEAR}).
 *
 * <p>A pixel is a weighted mean of its four neighbours in the source, whose weights are 11-bit
 * integers: {@link Axis} holds, for every target column and row, the two neighbours and their
 * weights. Each source row that is needed is stretched to the target's width once ({@code
 * stretched}, 15 bits per value); each target row then mixes two such rows. Going down the target
 * rows, the source rows never go back up, so two row buffers are enough. The cost is two
 * multiplications for every value of the stretched rows and of the target.
 *
 * <p>An exact halving of both sides is the mean of 2x2 blocks instead, as in the reference.
 */
final class BilinearResize {

  private static final int WEIGHT_ONE = 1 << 11;

  private BilinearResize() {}

  /** The image at another size; the same object if it already has that size. */
  public static RgbImage resize(RgbImage image, Size target) {
    Size source = image.size();
    if (source.equals(target)) {
      return image;
    }
    boolean halved = source.width() == 2 * target.width() && source.height() == 2 * target.height();
    return new RgbImage(target, halved ? halve(image, target) : interpolate(image, target));
  }

  private static byte[] halve(RgbImage image, Size target) {
    byte[] from = image.array();
    byte[] to = new byte[Math.toIntExact(3 * target.area())];
    int stride = 3 * image.size().width();
    int out = 0;
    for (int y = 0; y < target.height(); y++) {
      int in = image.offset() + 2 * y * stride;
      for (int x = 0; x < target.width(); x++, in += 6) {
        for (int channel = in; channel < in + 3; channel++) {
          int sum =
              (from[channel] & 0xFF)
                  + (from[channel + 3] & 0xFF)
                  + (from[channel + stride] & 0xFF)
                  + (from[channel + stride + 3] & 0xFF);
          to[out++] = (byte) (sum + 2 >> 2);
        }
      }
    }
    return to;
  }

  private static byte[] interpolate(RgbImage image, Size target) {
    Axis columns = Axis.ofColumns(image.size().width(), target.width());
    Axis rows = Axis.ofRows(image.size().height(), target.height());
    int rowValues = 3 * target.width();
    int stride = 3 * image.size().width();
    byte[] from = image.array();
    byte[] to = new byte[Math.toIntExact(3 * target.area())];
    int[] upper = new int[rowValues];
    int[] lower = new int[rowValues];
    int upperRow = -1;
    int lowerRow = -1;
    for (int y = 0; y < target.height(); y++) {
      int first = rows.first[y];
      int second = rows.second[y];
      if (first == lowerRow) {
        int[] swap = upper;
        upper = lower;
        lower = swap;
        lowerRow = upperRow;
        upperRow = first;
      } else if (first != upperRow) {
        stretch(from, image.offset() + first * stride, columns, upper);
        upperRow = first;
      }
      if (second == first) {
        mix(upper, upper, rows.firstWeight[y], rows.secondWeight[y], to, y * rowValues);
        continue;
      }
      if (second != lowerRow) {
        stretch(from, image.offset() + second * stride, columns, lower);
        lowerRow = second;
      }
      mix(upper, lower, rows.firstWeight[y], rows.secondWeight[y], to, y * rowValues);
    }
    return to;
  }

  private static void stretch(byte[] from, int row, Axis columns, int[] stretched) {
    int[] first = columns.first;
    int[] second = columns.second;
    int[] firstWeight = columns.firstWeight;
    int[] secondWeight = columns.secondWeight;
    for (int x = 0, out = 0; x < first.length; x++, out += 3) {
      int left = row + 3 * first[x];
      int right = row + 3 * second[x];
      int a = firstWeight[x];
      int b = secondWeight[x];
      stretched[out] = a * (from[left] & 0xFF) + b * (from[right] & 0xFF) >> 4;
      stretched[out + 1] = a * (from[left + 1] & 0xFF) + b * (from[right + 1] & 0xFF) >> 4;
      stretched[out + 2] = a * (from[left + 2] & 0xFF) + b * (from[right + 2] & 0xFF) >> 4;
    }
  }

  private static void mix(int[] upper, int[] lower, int a, int b, byte[] to, int offset) {
    for (int i = 0; i < upper.length; i++) {
      to[offset + i] = (byte) ((a * upper[i] >> 16) + (b * lower[i] >> 16) + 2 >> 2);
    }
  }

  /** Two source positions and their weights for every target position along one axis. */
  private static final class Axis {
    final int[] first;
    final int[] second;
    final int[] firstWeight;
    final int[] secondWeight;

    private Axis(int length) {
      first = new int[length];
      second = new int[length];
      firstWeight = new int[length];
      secondWeight = new int[length];
    }

    /** Left of the first column and right of the last, only the border pixel counts. */
    static Axis ofColumns(int source, int target) {
      return of(source, target, true);
    }

    /** Above the first row and below the last, both positions are the border row. */
    static Axis ofRows(int source, int target) {
      return of(source, target, false);
    }

    private static Axis of(int source, int target, boolean dropFractionAtBorder) {
      Axis axis = new Axis(target);
      double step = 1.0 / ((double) target / source);
      int last = source - 1;
      for (int i = 0; i < target; i++) {
        float position = (float) ((i + 0.5) * step - 0.5);
        int floor = (int) Math.floor(position);
        float fraction = position - floor;
        if (dropFractionAtBorder && (floor < 0 || floor >= last)) {
          fraction = 0;
        }
        axis.first[i] = Math.max(0, Math.min(last, floor));
        axis.second[i] = Math.max(0, Math.min(last, floor + 1));
        axis.firstWeight[i] = (int) Math.rint((1 - fraction) * WEIGHT_ONE);
        axis.secondWeight[i] = (int) Math.rint(fraction * WEIGHT_ONE);
      }
      return axis;
    }
  }
}
