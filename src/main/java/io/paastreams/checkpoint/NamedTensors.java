package io.paastreams.checkpoint;

import io.paastreams.checkpoint.ImportReport.Ignored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a checkpoint by the names that the reference gives them: found where training
 * scripts put them, freed of the prefixes that wrappers add, without what is no weight.
 *
 * @param tensors by their clean names
 * @param prefix what was taken from the front of every name
 * @param ignored what else there was
 * @param meta the dict of facts beside the weights; empty if there is none
 */
record NamedTensors(
    Map<String, TorchTensor> tensors, String prefix, List<Ignored> ignored, Map<?, ?> meta) {

  private static final List<String> WEIGHTS = List.of("state_dict", "model");
  private static final List<String> WRAPPERS = List.of("module.", "model.");

  static NamedTensors of(Object root) {
    if (!(root instanceof Map<?, ?> saved)) {
      throw Refusal.unsupported("holds no dict of tensors by name");
    }
    List<Ignored> ignored = new ArrayList<>();
    Map<?, ?> named = saved;
    for (String key : WEIGHTS) {
      if (saved.get(key) instanceof Map<?, ?> weights) {
        named = weights;
        for (Object other : saved.keySet()) {
          if (!other.equals(key) && !other.equals("meta")) {
            ignored.add(new Ignored(shown(other), "not weights of the detector"));
          }
        }
        break;
      }
    }
    Map<String, TorchTensor> tensors = select(named, ignored);
    String prefix = commonPrefix(tensors);
    Map<String, TorchTensor> clean = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> clean.put(name.substring(prefix.length()), tensor));
    Map<?, ?> meta = saved.get("meta") instanceof Map<?, ?> facts ? facts : Map.of();
    return new NamedTensors(clean, prefix, ignored, meta);
  }

  private static Map<String, TorchTensor> select(Map<?, ?> named, List<Ignored> ignored) {
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    List<String> foreign = new ArrayList<>();
    named.forEach(
        (key, value) -> {
          String name = shown(key);
          if (!(value instanceof TorchTensor tensor)) {
            foreign.add(name);
          } else if (name.endsWith(".num_batches_tracked")) {
            ignored.add(new Ignored(name, "a counter of training steps"));
          } else if (name.startsWith("ema_")) {
            ignored.add(
                new Ignored(name, "a moving average that training kept beside the weights"));
          } else {
            tensors.put(name, tensor);
          }
        });
    if (tensors.isEmpty()) {
      throw Refusal.unsupported("holds no tensors by name, neither bare nor under 'state_dict'");
    }
    if (!foreign.isEmpty()) {
      throw Refusal.unsupported(
          "has entries among its tensors that are none: " + Names.listed(foreign));
    }
    return tensors;
  }

  private static String commonPrefix(Map<String, TorchTensor> tensors) {
    String prefix = "";
    while (true) {
      String found = null;
      for (String wrapper : WRAPPERS) {
        String longer = prefix + wrapper;
        if (tensors.keySet().stream().allMatch(name -> name.startsWith(longer))) {
          found = longer;
        }
      }
      if (found == null) {
        return prefix;
      }
      prefix = found;
    }
  }

  private static String shown(Object key) {
    return Names.printable(String.valueOf(key));
  }
}
