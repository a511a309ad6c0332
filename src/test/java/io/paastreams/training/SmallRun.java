package io.paastreams.training;

import io.paastreams.dataset.DatasetImage;
import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.MosaicAugmenter;
import io.paastreams.dataset.Pixels;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.SampleOrder;
import io.paastreams.dataset.StrongAugmentation;
import io.paastreams.dataset.Truth;
import io.paastreams.detection.LabelMap;
import io.paastreams.geometry.Size;
import io.paastreams.model.Recipe;
import io.paastreams.training.TrainingRecipe.OptimizerConfig;
import io.paastreams.training.TrainingRecipe.ScheduleConfig;
import io.paastreams.training.loss.LossConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** A network of a few thousand parameters that learns bright squares on gray, in seconds. */
final class SmallRun {

  static final LabelMap LABELS = new LabelMap(List.of("bright", "dark"));
  static final Size SIZE = new Size(64, 64);

  private static final int SAMPLES = 16;

  private SmallRun() {}

  static Recipe recipe() {
    return new Recipe(
        "small",
        new Recipe.Backbone(18, 4),
        new Recipe.Neck(8, 2, 4),
        new Recipe.Head(1, 2),
        new Recipe.Anchors(4),
        new Recipe.Input(64, 64, List.of(128f, 128f, 128f), List.of(64f, 64f, 64f), 32),
        new Recipe.Postprocess(0.05f, 1000, 0.6f, 100, false));
  }

  static TrainingRecipe training(OptimizerConfig.Kind optimizer, long iterations, double rate) {
    return new TrainingRecipe(
        4,
        new OptimizerConfig(optimizer, 0.9f, 1e-4f, 35),
        new ScheduleConfig(
            ScheduleConfig.Kind.COSINE, 0, iterations, rate, List.of(), 0, 0.01, 3, 0.1),
        new TrainingRecipe.Norms(true, -1),
        new TrainingRecipe.Assignment(0.1f, 9),
        LossConfig.reference(),
        new TrainingRecipe.Sampling(true, 1, 1),
        new TrainingRecipe.Augmentation(null, augmentation()),
        0.9,
        null);
  }

  static StrongAugmentation augmentation() {
    return new StrongAugmentation(
        0.5f, 0.5f, 0.8f, 1.25f, 5, 0.8f, 1.2f, 1.2f, 10, 10, 3, 0.2f, 0.1f, 0.3f, 0.5f, 0.1f, 10);
  }

  static TrainingPlan plan(TrainingRecipe training, Path out, long stopAfter) {
    return new TrainingPlan(
        recipe(), LABELS, training, null, null, "cpu", out, 7, 2, 1_000_000, 1_000_000, stopAfter);
  }

  static TrainingData data() {
    return new TrainingData(
        new Order(), new Squares(), new MosaicAugmenter(SIZE, augmentation()), SAMPLES);
  }

  static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      int side = 12 + i % 5;
      int x = 4 + (i * 7) % 40;
      int y = 4 + (i * 11) % 40;
      samples.add(
          new Sample(
              new DatasetImage(i, "square-" + i, SIZE, null),
              List.of(new Truth(i, x, y, side, side, i % 2, false, side * side))));
    }
    return samples;
  }

  private static final class Order implements SampleOrder {
    private final List<Sample> samples = samples();

    @Override
    public Sample at(long position, SplittableRandom random) {
      return samples.get((int) (position % samples.size()));
    }

    @Override
    public Sample draw(SplittableRandom random) {
      return samples.get(random.nextInt(samples.size()));
    }
  }

  /** Paints the object that each image's number stands for. */
  static final class Squares implements ImageSource {
    private final List<Sample> samples = samples();

    @Override
    public Pixels read(DatasetImage image) {
      Truth truth = samples.get((int) image.id()).truths().get(0);
      byte[] gray = new byte[(int) SIZE.area()];
      Arrays.fill(gray, (byte) 120);
      for (int y = (int) truth.y(); y < truth.y() + truth.height(); y++) {
        int row = y * SIZE.width() + (int) truth.x();
        Arrays.fill(gray, row, row + (int) truth.width(), (byte) (truth.classId() == 0 ? 220 : 30));
      }
      return new Pixels(SIZE, 1, gray);
    }
  }

  /** A listener that records every call. */
  static class Log implements TrainingListener {
    final List<Progress> progress = new ArrayList<>();
    final List<Long> checkpoints = new ArrayList<>();
    final List<String> unreadable = Collections.synchronizedList(new ArrayList<>());
    long resumedAt = -1;

    @Override
    public void progress(Progress each) {
      progress.add(each);
    }

    @Override
    public void validated(long step, double figure, boolean best) {}

    @Override
    public void unreadable(String reason) {
      unreadable.add(reason);
    }

    @Override
    public void checkpointed(long step, Path folder) {
      checkpoints.add(step);
    }

    @Override
    public void resumed(long step, Path folder) {
      resumedAt = step;
    }
  }
}
