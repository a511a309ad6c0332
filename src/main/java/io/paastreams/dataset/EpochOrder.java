package io.paastreams.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The reference's order: passes over the data, each in an order of its own, with wide and tall
 * images in separate batches so that little of a batch is padding.
 *
 * <p>Each pass depends only on the seed and its number. As in the reference, a pass consists of
 * whole batches: the last batch of each shape is filled up from the beginning of that shape's
 * order.
 */
public final class EpochOrder implements SampleOrder {

  private final List<Sample> samples;
  private final int batchSize;
  private final long seed;
  private final int perEpoch;
  private Pass latest;

  private record Pass(long number, List<Sample> order) {}

  /**
   * Creates an order.
   *
   * @param samples the samples with objects; the reference leaves out images without any
   * @param batchSize the number of images in a batch
   */
  public EpochOrder(List<Sample> samples, int batchSize, long seed) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no sample to train on: the dataset is empty");
    }
    this.samples = List.copyOf(samples);
    this.batchSize = batchSize;
    this.seed = seed;
    this.latest = pass(0);
    this.perEpoch = latest.order().size();
  }

  /** The number of samples in one pass, a multiple of the batch size. */
  public int samplesPerEpoch() {
    return perEpoch;
  }

  @Override
  public Sample at(long position, SplittableRandom random) {
    return order(position / perEpoch).get((int) (position % perEpoch));
  }

  @Override
  public Sample draw(SplittableRandom random) {
    return samples.get(random.nextInt(samples.size()));
  }

  private synchronized List<Sample> order(long number) {
    if (latest.number() != number) {
      latest = pass(number);
    }
    return latest.order();
  }

  private Pass pass(long number) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number).split();
    Map<Boolean, List<Sample>> byShape = new TreeMap<>();
    for (Sample sample : samples) {
      boolean wide = sample.image().size().width() >= sample.image().size().height();
      byShape.computeIfAbsent(wide, shape -> new ArrayList<>()).add(sample);
    }
    List<List<Sample>> batches = new ArrayList<>();
    for (List<Sample> shape : byShape.values()) {
      shuffle(shape, random);
      for (int from = 0; from < shape.size(); from += batchSize) {
        List<Sample> batch = new ArrayList<>();
        for (int i = 0; i < batchSize; i++) {
          batch.add(shape.get((from + i) % shape.size()));
        }
        batches.add(batch);
      }
    }
    shuffle(batches, random);
    return new Pass(number, batches.stream().flatMap(List::stream).toList());
  }

  private static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T kept = list.get(i);
      list.set(i, list.get(other));
      list.set(other, kept);
    }
  }
}
