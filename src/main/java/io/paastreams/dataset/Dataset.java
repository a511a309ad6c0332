package io.paastreams.dataset;

import io.paastreams.detection.LabelMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * Annotated images. Immutable.
 *
 * @param categories the categories in class id order
 * @param samples the samples in the file's order
 */
public record Dataset(List<Category> categories, List<Sample> samples) {

  public Dataset {
    categories = List.copyOf(categories);
    samples = List.copyOf(samples);
  }

  /** The names of the classes. */
  public LabelMap labels() {
    return new LabelMap(categories.stream().map(Category::name).toList());
  }

  /** A dataset with only the samples that pass. */
  public Dataset filter(Predicate<Sample> keep) {
    return new Dataset(categories, samples.stream().filter(keep).toList());
  }

  /** The number of annotated objects. */
  public int truthCount() {
    return samples.stream().mapToInt(sample -> sample.truths().size()).sum();
  }
}
