package io.paastreams.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws a class, then a clip that shows it, then a frame of that clip, so neither a frequent class
 * nor a long clip is seen more often than the others. An image that is not a clip's frame counts as
 * its own clip; samples without objects form a class of their own.
 */
public final class BalancedOrder implements SampleOrder {

  private record Clip(List<Sample> samples, double weight) {}

  private record Group(List<Clip> clips, double totalWeight) {

    Sample draw(SplittableRandom random) {
      double at = random.nextDouble() * totalWeight;
      int i = 0;
      while (i < clips.size() - 1 && at >= clips.get(i).weight()) {
        at -= clips.get(i++).weight();
      }
      List<Sample> samples = clips.get(i).samples();
      return samples.get(random.nextInt(samples.size()));
    }
  }

  private final List<Group> groups = new ArrayList<>();

  /**
   * Prepares the draw.
   *
   * @param distantWeight the weight of clips whose objects are marked distant; others have weight 1
   */
  public BalancedOrder(Dataset dataset, double distantWeight) {
    Map<Integer, Map<String, List<Sample>>> byClass = new LinkedHashMap<>();
    for (Sample sample : dataset.samples()) {
      int classId = sample.truths().isEmpty() ? -1 : sample.truths().get(0).classId();
      @Nullable ClipFrame frame = sample.image().frame();
      String clip = frame == null ? sample.image().fileName() : frame.file();
      byClass
          .computeIfAbsent(classId, id -> new LinkedHashMap<>())
          .computeIfAbsent(clip, name -> new ArrayList<>())
          .add(sample);
    }
    for (Map<String, List<Sample>> clips : byClass.values()) {
      List<Clip> weighted =
          clips.values().stream()
              .map(samples -> new Clip(samples, isDistant(samples) ? distantWeight : 1))
              .toList();
      double total = weighted.stream().mapToDouble(Clip::weight).sum();
      if (total > 0) {
        groups.add(new Group(weighted, total));
      }
    }
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("no sample to draw: the dataset is empty");
    }
  }

  private static boolean isDistant(List<Sample> samples) {
    @Nullable ClipFrame frame = samples.get(0).image().frame();
    return frame != null && frame.distance().equals("distant");
  }

  @Override
  public Sample at(long position, SplittableRandom random) {
    return draw(random);
  }

  @Override
  public Sample draw(SplittableRandom random) {
    return groups.get(random.nextInt(groups.size())).draw(random);
  }
}
