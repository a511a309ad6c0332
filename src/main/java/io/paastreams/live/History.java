package io.paastreams.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The latest items of a kind by id. An item that arrives again replaces the earlier one and becomes
 * the latest.
 *
 * <p>Threading: safe.
 *
 * @param <T> type of the items
 */
final class History<T> {

  private final int most;
  private final LinkedHashMap<String, T> byId = new LinkedHashMap<>();
  private long version;

  History(int most) {
    this.most = most;
  }

  synchronized void put(String id, T thing) {
    byId.remove(id);
    byId.put(id, thing);
    if (byId.size() > most) {
      byId.remove(byId.keySet().iterator().next());
    }
    version++;
  }

  synchronized Optional<T> get(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The items, the latest first. */
  synchronized List<T> latest() {
    List<T> all = new ArrayList<>(byId.values());
    Collections.reverse(all);
    return all;
  }

  /** Changes whenever an item is put. */
  synchronized long version() {
    return version;
  }
}
