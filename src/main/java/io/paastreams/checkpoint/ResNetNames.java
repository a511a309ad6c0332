package io.paastreams.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Recognises ResNets among tensors by the name of a weight that every one of them has. */
final class ResNetNames {

  private static final String WEIGHT = "layer1.0.conv1.weight";
  private static final String BACKBONE = "backbone.";

  private ResNetNames() {}

  static boolean anyIn(Map<?, ?> dict) {
    return dict.keySet().stream().anyMatch(key -> key instanceof String name && isWeight(name));
  }

  /**
   * The prefixes of the networks' own names, such as {@code ""}, {@code "module."} or {@code
   * "teacher."}; each once, in the order of the file.
   */
  static List<String> prefixes(Collection<String> names) {
    return names.stream()
        .filter(ResNetNames::isWeight)
        .map(name -> name.substring(0, name.length() - WEIGHT.length()))
        .map(
            front ->
                front.equals(BACKBONE) || front.endsWith("." + BACKBONE)
                    ? front.substring(0, front.length() - BACKBONE.length())
                    : front)
        .distinct()
        .toList();
  }

  private static boolean isWeight(String name) {
    return name.equals(WEIGHT) || name.endsWith("." + WEIGHT);
  }
}
