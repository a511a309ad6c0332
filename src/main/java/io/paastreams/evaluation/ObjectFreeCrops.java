package io.paastreams.evaluation;

import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.Pixels;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.detection.Detection;
import io.paastreams.geometry.Size;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts false alarms where there is nothing to find. From each image the largest full-width or
 * full-height strip without an object is taken and mirrored to fill the rest, so that the detector
 * sees an image of the usual size without an artificial edge.
 */
public final class ObjectFreeCrops {

  /** The pixels kept clear around objects, because annotated boxes may be tight. */
  private static final int CLEARANCE = 8;

  private static final double MIN_SHARE = 0.3;

  private ObjectFreeCrops() {}

  /**
   * What was found where there is nothing.
   *
   * @param crops the number of crops examined
   * @param alarms the number of detections of at least the score
   */
  public record Alarms(int crops, int alarms) {}

  /**
   * Runs a predictor over object-free crops of a dataset's images.
   *
   * @param score the smallest score that raises an alarm
   */
  public static Alarms count(Dataset dataset, ImageSource source, Predictor predictor, double score)
      throws IOException {
    int crops = 0;
    int alarms = 0;
    for (Sample sample : dataset.samples()) {
      int[] strip = largestStrip(sample);
      Size size = sample.image().size();
      if ((strip[2] - strip[0]) * (double) (strip[3] - strip[1]) < MIN_SHARE * size.area()) {
        continue;
      }
      RgbImage image = tiled(source.read(sample.image()), strip);
      crops++;
      for (Detection detection : predictor.detect(List.of(DecodedImage.whole(image))).get(0)) {
        alarms += detection.score() >= score ? 1 : 0;
      }
    }
    return new Alarms(crops, alarms);
  }

  private static int[] largestStrip(Sample sample) {
    Size size = sample.image().size();
    List<int[]> strips = new ArrayList<>();
    double left = size.width();
    double top = size.height();
    double right = 0;
    double bottom = 0;
    for (Truth truth : sample.truths()) {
      left = Math.min(left, truth.x());
      top = Math.min(top, truth.y());
      right = Math.max(right, truth.x() + truth.width());
      bottom = Math.max(bottom, truth.y() + truth.height());
    }
    strips.add(new int[] {0, 0, (int) left - CLEARANCE, size.height()});
    strips.add(new int[] {0, 0, size.width(), (int) top - CLEARANCE});
    strips.add(new int[] {(int) right + CLEARANCE, 0, size.width(), size.height()});
    strips.add(new int[] {0, (int) bottom + CLEARANCE, size.width(), size.height()});
    int[] best = {0, 0, 0, 0};
    for (int[] strip : strips) {
      if (strip[2] > strip[0] && strip[3] > strip[1] && area(strip) > area(best)) {
        best = strip;
      }
    }
    return best;
  }

  private static long area(int[] strip) {
    return (long) (strip[2] - strip[0]) * (strip[3] - strip[1]);
  }

  private static RgbImage tiled(Pixels pixels, int[] strip) {
    Size size = pixels.size();
    int channels = pixels.channels();
    byte[] data = new byte[pixels.data().length];
    for (int y = 0; y < size.height(); y++) {
      int sourceY = strip[1] + mirrored(y, strip[3] - strip[1]);
      for (int x = 0; x < size.width(); x++) {
        int sourceX = strip[0] + mirrored(x, strip[2] - strip[0]);
        for (int c = 0; c < channels; c++) {
          data[(y * size.width() + x) * channels + c] =
              pixels.data()[(sourceY * size.width() + sourceX) * channels + c];
        }
      }
    }
    return new Pixels(size, channels, data).toRgb();
  }

  private static int mirrored(int at, int length) {
    int folded = at % (2 * length);
    return folded < length ? folded : 2 * length - 1 - folded;
  }
}
