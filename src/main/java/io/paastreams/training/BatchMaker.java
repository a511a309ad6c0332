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

  Batch batch(List<TrainingImage> pictures) {
    int width = 0;
    int height = 0;
    List<Batch.Objects> objects = new ArrayList<>();
    for (TrainingImage picture : pictures) {
      Size padded = new Size(roundUp(picture.size().width()), roundUp(picture.size().height()));
      width = Math.max(width, padded.width());
      height = Math.max(height, padded.height());
      objects.add(new Batch.Objects(padded, picture.boxes(), picture.labels()));
    }
    float[] images = new float[pictures.size() * 3 * width * height];
    for (int i = 0; i < pictures.size(); i++) {
      for (int c = 0; c < 3; c++) {
        normalise(pictures.get(i), c, images, i * 3 * width * height, width);
      }
    }
    return new Batch(new Size(width, height), images, objects);
  }

  private void normalise(
      TrainingImage picture, int channel, float[] target, int offset, int targetWidth) {
    float mean = input.mean().get(channel);
    double inverse = 1.0 / input.std().get(channel);
    int width = picture.size().width();
    int height = picture.size().height();
    int plane = picture.channels() == 1 ? 0 : channel * width * height;
    for (int y = 0; y < height; y++) {
      int from = plane + y * width;
      int to = offset + 3 * y * targetWidth + channel;
      for (int x = 0; x < width; x++) {
        target[to + 3 * x] = (float) ((picture.values()[from + x] - mean) * inverse);
      }
    }
  }

  private int roundUp(int side) {
    return (side + input.sizeDivisor() - 1) / input.sizeDivisor() * input.sizeDivisor();
  }
}
