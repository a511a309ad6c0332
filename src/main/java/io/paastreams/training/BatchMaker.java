package io.paastreams.training;

import io.paastreams.dataset.TrainingImage;
import io.paastreams.geometry.Size;
import io.paastreams.model.Recipe;
import java.util.ArrayList;
import java.util.List;

/** Normalises images and pads them to one size. */
final class BatchMaker {

  private final Recipe.Input input;

  BatchMaker(Recipe.Input input) {
    this.input = input;
  }

  TrainingBatch batch(List<TrainingImage> images) {
    int width = 0;
    int height = 0;
    List<TrainingBatch.Objects> objects = new ArrayList<>();
    for (TrainingImage image : images) {
      Size padded = new Size(roundUp(image.size().width()), roundUp(image.size().height()));
      width = Math.max(width, padded.width());
      height = Math.max(height, padded.height());
      objects.add(new TrainingBatch.Objects(padded, image.boxes(), image.labels()));
    }
    float[] pixels = new float[images.size() * 3 * width * height];
    for (int i = 0; i < images.size(); i++) {
      for (int c = 0; c < 3; c++) {
        normalise(images.get(i), c, pixels, i * 3 * width * height, width);
      }
    }
    return new TrainingBatch(new Size(width, height), pixels, objects);
  }

  private void normalise(
      TrainingImage image, int channel, float[] target, int offset, int targetWidth) {
    float mean = input.mean().get(channel);
    double inverse = 1.0 / input.std().get(channel);
    int width = image.size().width();
    int height = image.size().height();
    int plane = image.channels() == 1 ? 0 : channel * width * height;
    for (int y = 0; y < height; y++) {
      int from = plane + y * width;
      int to = offset + 3 * y * targetWidth + channel;
      for (int x = 0; x < width; x++) {
        target[to + 3 * x] = (float) ((image.values()[from + x] - mean) * inverse);
      }
    }
  }

  private int roundUp(int side) {
    return (side + input.sizeDivisor() - 1) / input.sizeDivisor() * input.sizeDivisor();
  }
}
