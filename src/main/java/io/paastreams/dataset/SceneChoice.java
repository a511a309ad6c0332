package io.paastreams.dataset;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A choice of images by the scene that they show, so that whole scenes can be kept out of training
 * and evaluated as unseen ones. Images of one scene resemble each other far more than images of
 * two, whatever clips they belong to.
 *
 * @param only the scenes to keep; empty for all images
 * @param without the scenes to leave out
 */
public record SceneChoice(Set<String> only, Set<String> without) {

  private static final int MOST_LISTED = 20;

  /** Keeps everything. */
  public static final SceneChoice ALL = new SceneChoice(Set.of(), Set.of());

  public SceneChoice {
    only = Set.copyOf(only);
    without = Set.copyOf(without);
  }

  /**
   * The chosen part of a dataset. An image without a scene is in no scene: {@code only} removes it,
   * {@code without} does not.
   *
   * @throws IllegalArgumentException if the dataset lacks one of the scenes, or nothing is left
   */
  public Dataset of(Dataset dataset) {
    if (only.isEmpty() && without.isEmpty()) {
      return dataset;
    }
    requireKnown(dataset);
    Dataset chosen = dataset.filter(this::keeps);
    if (chosen.samples().isEmpty()) {
      throw new IllegalArgumentException("the choice of scenes leaves no image");
    }
    return chosen;
  }

  private boolean keeps(Sample sample) {
    String scene = sample.image().scene();
    return scene == null
        ? only.isEmpty()
        : (only.isEmpty() || only.contains(scene)) && !without.contains(scene);
  }

  /**
   * A misspelt scene would otherwise stay in training although the user believes that it is
   * excluded.
   */
  private void requireKnown(Dataset dataset) {
    Set<String> known = new TreeSet<>();
    for (Sample sample : dataset.samples()) {
      String scene = sample.image().scene();
      if (scene != null) {
        known.add(scene);
      }
    }
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          "no image has a scene: choosing by scene needs \"scene\" in each entry of \"images\" or"
              + " \"videos\"");
    }
    Set<String> unknown = new TreeSet<>(only);
    unknown.addAll(without);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no scene %s; the scenes are %s"
              .formatted(String.join(", ", unknown), listed(List.copyOf(known))));
    }
  }

  private static String listed(List<String> scenes) {
    String first = scenes.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
    int more = scenes.size() - MOST_LISTED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
