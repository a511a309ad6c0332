package io.paastreams.cli;

import io.paastreams.dataset.SceneChoice;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that choose annotated images by the place that they show. */
final class SceneOptions {

  @Option(
      names = "--scenes",
      paramLabel = "SCENE",
      split = ",",
      description =
          "Use only images of these places, as \"scene\" in the annotations' images or videos names"
              + " them. For train, this concerns --train, not --val. Default: all.")
  private List<String> only = List.of();

  @Option(
      names = "--exclude-scenes",
      paramLabel = "SCENE",
      split = ",",
      description =
          "Leave out the images of these places, for example to train without them and then to"
              + " evaluate with --scenes how well unseen places do. For train, this concerns"
              + " --train, not --val. Default: none.")
  private List<String> without = List.of();

  SceneChoice choice() {
    return new SceneChoice(Set.copyOf(only), Set.copyOf(without));
  }
}
