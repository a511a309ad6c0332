package io.paastreams.cli;

import io.paastreams.dataset.SceneChoice;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that choose annotated images by the scene that they show. */
final class SceneOptions {

  @Option(
      names = "--scenes",
      paramLabel = "SCENE",
      split = ",",
      description =
          "Use only images of these scenes, named by \"scene\" in the annotations' images or"
              + " videos. In train, this applies to --train, not to --val. Default: all.")
  private List<String> only = List.of();

  @Option(
      names = "--exclude-scenes",
      paramLabel = "SCENE",
      split = ",",
      description =
          "Leave out the images of these scenes, for example to train without them and then to"
              + " evaluate the model on unseen scenes with --scenes. In train, this applies to"
              + " --train, not to --val. Default: none.")
  private List<String> without = List.of();

  SceneChoice choice() {
    return new SceneChoice(Set.copyOf(only), Set.copyOf(without));
  }
}
