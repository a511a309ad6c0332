package io.paastreams.training;

import io.paastreams.dataset.Augmenter;
import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.SampleOrder;
import io.paastreams.dataset.TrainingImage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Prepares batches ahead of the training step, on threads of its own.
 *
 * <p>The images of an iteration depend only on the seed and the iteration's number: each has a
 * generator seeded by these and by its place in the batch. So neither the number of threads nor the
 * moment at which a run was resumed changes what the network sees.
 *
 * <p>Threading: {@link #next} is called by one thread; the workers share no mutable state.
 */
final class BatchLoader implements AutoCloseable {

  private static final int BATCHES_AHEAD = 3;

  /** This many unreadable samples in a row mean a lost disk, not a few bad files. */
  private static final int MOST_UNREADABLE = 20;

  private final SampleOrder order;
  private final ImageSource source;
  private final Augmenter augmenter;
  private final BatchMaker maker;
  private final int batchSize;
  private final long seed;
  private final Consumer<String> unreadable;
  private final ExecutorService workers;
  private final Deque<List<Future<TrainingImage>>> ahead = new ArrayDeque<>();
  private long nextIteration;
  private long waitNanos;

  BatchLoader(
      SampleOrder order,
      ImageSource source,
      Augmenter augmenter,
      BatchMaker maker,
      int batchSize,
      long seed,
      long firstIteration,
      int threads,
      Consumer<String> unreadable) {
    this.order = order;
    this.source = source;
    this.augmenter = augmenter;
    this.maker = maker;
    this.batchSize = batchSize;
    this.seed = seed;
    this.nextIteration = firstIteration;
    this.unreadable = unreadable;
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "batch-loader");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Returns the next iteration's batch, waiting for it if it is not ready.
   *
   * @throws IOException if no image can be read
   */
  TrainingBatch next() throws IOException, InterruptedException {
    while (ahead.size() <= BATCHES_AHEAD) {
      ahead.add(submit(nextIteration++));
    }
    long start = System.nanoTime();
    List<TrainingImage> images = new ArrayList<>();
    try {
      for (Future<TrainingImage> image : ahead.remove()) {
        images.add(image.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unreadable) {
        throw new IOException(unreadable.getMessage(), unreadable);
      }
      throw new IllegalStateException("augmentation failed", e.getCause());
    }
    waitNanos += System.nanoTime() - start;
    return maker.batch(images);
  }

  /** How long {@link #next} has waited for images in total. */
  long waitNanos() {
    return waitNanos;
  }

  private List<Future<TrainingImage>> submit(long iteration) {
    List<Future<TrainingImage>> images = new ArrayList<>();
    for (int slot = 0; slot < batchSize; slot++) {
      long position = iteration * batchSize + slot;
      images.add(workers.submit(() -> make(position)));
    }
    return images;
  }

  private TrainingImage make(long position) throws IOException {
    // The generator mixes its seed well, so neighbouring positions have nothing in common.
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + position).split();
    Sample sample = order.at(position, random);
    for (int attempt = 1; ; attempt++) {
      try {
        return augmenter.make(sample, order, source, random);
      } catch (IOException e) {
        unreadable.accept(String.valueOf(e.getMessage()));
        if (attempt == MOST_UNREADABLE) {
          throw e;
        }
        sample = order.draw(random);
      }
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
