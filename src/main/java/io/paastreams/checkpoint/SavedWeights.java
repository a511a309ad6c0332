package io.paastreams.checkpoint;

import io.paastreams.checkpoint.ImportReport.Ignored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the dict of weights in a saved object: under the key that the caller names, under one of
 * the keys that trainers use, under the only key that contains a detector, or the root itself.
 *
 * @param weights the tensors by name, unchecked
 * @param ignored what is stored beside it
 * @param others the keys of other dicts that also contain a ResNet, such as a moving average
 */
record SavedWeights(Map<?, ?> weights, List<Ignored> ignored, List<String> others) {

  private static final List<String> KEYS = List.of("state_dict", "model");

  static SavedWeights of(Object root, Optional<String> chosen) {
    if (!(root instanceof Map<?, ?> saved)) {
      throw notWeights("it contains", root);
    }
    if (chosen.isPresent() && !(saved.get(chosen.get()) instanceof Map<?, ?>)) {
      throw new Refusal(
          "has no dict '%s'; it has %s".formatted(chosen.get(), Names.listed(names(saved))),
          "Name one of its dicts of weights with --weights, or leave the option out");
    }
    String key = chosen.orElseGet(() -> usual(saved));
    List<String> detectors = detectors(saved);
    if (key.isEmpty() && detectors.size() > 1 && !ResNetNames.anyIn(saved)) {
      throw new Refusal(
          "contains weights in several places: " + Names.listed(detectors),
          "Choose one with --weights " + detectors.get(0));
    }
    if (key.isEmpty() && detectors.size() == 1 && !ResNetNames.anyIn(saved)) {
      key = detectors.get(0);
    }
    if (!(saved.get(key) instanceof Map<?, ?> weights)) {
      return new SavedWeights(saved, List.of(), List.of());
    }
    List<Ignored> ignored = new ArrayList<>();
    for (String other : names(saved)) {
      if (!other.equals(key) && !other.equals("meta")) {
        ignored.add(
            new Ignored(
                other,
                detectors.contains(other)
                    ? "other weights; --weights " + other + " takes them instead"
                    : "not weights of the detector"));
      }
    }
    detectors.remove(key);
    return new SavedWeights(weights, ignored, detectors);
  }

  private static String usual(Map<?, ?> saved) {
    for (String key : KEYS) {
      if (saved.get(key) instanceof Map<?, ?>) {
        return key;
      }
      if (saved.get(key) instanceof Foreign) {
        throw notWeights("'" + key + "' is", saved.get(key));
      }
    }
    return "";
  }

  private static List<String> detectors(Map<?, ?> saved) {
    List<String> found = new ArrayList<>();
    saved.forEach(
        (key, value) -> {
          if (key instanceof String name
              && value instanceof Map<?, ?> dict
              && ResNetNames.anyIn(dict)) {
            found.add(name);
          }
        });
    return found;
  }

  private static List<String> names(Map<?, ?> saved) {
    return saved.keySet().stream().map(key -> Names.printable(String.valueOf(key))).toList();
  }

  private static Refusal notWeights(String where, @Nullable Object found) {
    return found instanceof Foreign object
        ? new Refusal(
            "contains no dict of named tensors: %s a Python object '%s' (it was not called)"
                .formatted(where, object.name()),
            "If you trust it, load it with the Python that made it and save {'state_dict':"
                + " model.state_dict()}")
        : Refusal.unsupported("contains no dict of named tensors");
  }
}
