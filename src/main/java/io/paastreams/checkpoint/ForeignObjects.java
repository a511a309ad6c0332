package io.paastreams.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The objects of one checkpoint that are not read. Threading: confined to one thread. */
final class ForeignObjects {

  /**
   * The maximum number of names. A training checkpoint has about ten; more would only cost memory.
   */
  private static final int MOST_NAMES = 1000;

  private final Map<String, Foreign> byName = new LinkedHashMap<>();

  /** Returns the single placeholder of a name. */
  Foreign of(String module, String name) {
    String dotted = Names.printable(module) + "." + Names.printable(name);
    Foreign known = byName.get(dotted);
    if (known != null) {
      return known;
    }
    if (byName.size() == MOST_NAMES) {
      throw Refusal.unsupported("names more than " + MOST_NAMES + " different Python objects");
    }
    Foreign unknown = new Foreign(dotted);
    byName.put(dotted, unknown);
    return unknown;
  }

  /** The names of these objects, each once, in the order of the file. */
  Set<String> names() {
    return byName.keySet();
  }
}
