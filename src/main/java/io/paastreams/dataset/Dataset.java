package io.paastreams.dataset;

import io.paastreams.detection.LabelMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * Annotated pictures. Immutable.
 *
 * @param categories in class id order
 * @param samples in the file's order
 */
public record Dataset(List<Category> categories, List<Sample> samples) {

  public Dataset {
    categories = List.copyOf(categories);
    samples = List.copyOf(samples);
  }

  /** Names of the classes. */
  public LabelMap labels() {
    return new LabelMap(categories.stream().map(Category::name).toList());
  }

  /** Those samples that pass. */
  public Dataset filter(Predicate<Sample> keep) {
    return new Dataset(categories, samples.stream().filter(keep).toList());
  }

  /** Number of annotated objects. */
  public int truthCount() {
    return samples.stream().mapToInt(sample -> sample.truths().size()).sum();
  }
}
