package io.paastreams.checkpoint;

import io.paastreams.checkpoint.ImportReport.Ignored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors of a checkpoint under the names that the reference gives them: found where training
 * scripts put them, stripped of the prefixes of wrappers ({@code module.} of distributed training,
 * {@code _orig_mod.} of torch.compile, {@code model.} of Lightning), and without anything that is
 * not a weight.
 *
 * @param tensors the tensors by their clean names
 * @param prefix the prefix that was removed from every name
 * @param ignored what was left out
 * @param otherWeights the keys of other dicts of weights, which could have been taken instead
 * @param meta the dict of metadata beside the weights; empty if there is none
 */
record NamedTensors(
    Map<String, TorchTensor> tensors,
    String prefix,
    List<Ignored> ignored,
    List<String> otherWeights,
    Map<?, ?> meta) {

  /** Scalars in which averaging and trainers count their steps. */
  private static final Set<String> COUNTERS = Set.of("steps", "n_averaged", "num_updates");

  static NamedTensors of(Object root) {
    return of(root, Optional.empty(), Optional.empty());
  }

  /**
   * Finds the tensors.
   *
   * @param weights the key of the dict to take; otherwise the usual keys are tried
   * @param prefix the prefix of the names to take, with or without its last dot; otherwise the only
   *     one
   */
  static NamedTensors of(Object root, Optional<String> weights, Optional<String> prefix) {
    SavedWeights saved = SavedWeights.of(root, weights);
    List<Ignored> ignored = new ArrayList<>(saved.ignored());
    Map<String, TorchTensor> tensors = select(saved.weights(), ignored);
    String front =
        prefix.isPresent()
            ? chosen(tensors.keySet(), prefix.get())
            : common(ResNetNames.prefixes(tensors.keySet()));
    Map<String, TorchTensor> clean = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(front)) {
            clean.put(name.substring(front.length()), tensor);
          } else if (prefix.isPresent()) {
            ignored.add(new Ignored(name, "does not start with " + front));
          } else {
            clean.put(name, tensor); // will be refused under its own name
          }
        });
    Map<?, ?> meta =
        root instanceof Map<?, ?> map && map.get("meta") instanceof Map<?, ?> facts
            ? facts
            : Map.of();
    return new NamedTensors(clean, front, ignored, saved.others(), meta);
  }

  private static Map<String, TorchTensor> select(Map<?, ?> named, List<Ignored> ignored) {
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    List<String> foreign = new ArrayList<>();
    named.forEach(
        (key, value) -> {
          String name = Names.printable(String.valueOf(key));
          if (!(value instanceof TorchTensor tensor)) {
            foreign.add(value instanceof Foreign object ? name + " " + object.name() : name);
          } else if (name.endsWith(".num_batches_tracked")
              || (tensor.elements() == 1 && COUNTERS.contains(name))) {
            ignored.add(new Ignored(name, "a counter of training steps"));
          } else if (name.startsWith("ema_")) {
            ignored.add(
                new Ignored(name, "a moving average that training kept beside the weights"));
          } else {
            tensors.put(name, tensor);
          }
        });
    if (tensors.isEmpty()) {
      throw Refusal.unsupported(
          "contains no named tensors, neither at the top level nor under 'state_dict'");
    }
    if (!foreign.isEmpty()) {
      throw Refusal.unsupported(
          "has entries among its tensors that are not tensors (nothing was called): "
              + Names.listed(foreign));
    }
    return tensors;
  }

  private static String chosen(Set<String> names, String prefix) {
    String dotted = prefix.isEmpty() || prefix.endsWith(".") ? prefix : prefix + ".";
    // The chosen part may again have a wrapper's prefix.
    List<String> found =
        ResNetNames.prefixes(names).stream().filter(each -> each.startsWith(dotted)).toList();
    if (found.isEmpty()) {
      List<String> fronts = ResNetNames.prefixes(names);
      throw new Refusal(
          "has no detector whose tensors start with '%s'; %s"
              .formatted(
                  dotted,
                  fronts.isEmpty()
                      ? "its tensors are " + Names.listed(names)
                      : "its tensors start with " + Names.listed(quoted(fronts))),
          "Name one of its prefixes with --prefix, or leave the option out");
    }
    return found.contains(dotted) ? dotted : common(found);
  }

  private static String common(List<String> prefixes) {
    if (prefixes.size() <= 1) {
      return prefixes.isEmpty() ? "" : prefixes.get(0);
    }
    boolean taught = prefixes.stream().anyMatch(prefix -> prefix.endsWith("teacher."));
    String example =
        prefixes.stream()
            .filter(prefix -> prefix.endsWith("teacher."))
            .findFirst()
            .orElse(prefixes.get(0));
    throw new Refusal(
        "contains %d detectors: tensors start with %s"
            .formatted(prefixes.size(), Names.listed(quoted(prefixes))),
        "Choose one: import it with --prefix "
            + (example.isEmpty() ? "''" : example)
            + (taught ? " (mmdetection's tests use the teacher by default)" : ""));
  }

  private static List<String> quoted(List<String> prefixes) {
    return prefixes.stream().map(prefix -> "'" + prefix + "'").toList();
  }
}
