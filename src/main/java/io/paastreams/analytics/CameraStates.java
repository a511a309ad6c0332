package io.paastreams.analytics;

import io.paastreams.analytics.StoredState.Base;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The states of a task's cameras: decoded in memory, and encoded in the store as of the last
 * commit. A camera that has changed is encoded and stored once per commit. Doing so once per frame
 * took a seventh of the time spent on a frame; a store with a cache would have saved only the
 * writing, not the encoding.
 *
 * <p>Under exactly-once, a state and the records of the same frames become visible together. Under
 * at-least-once they do not: an instance can die after a state has reached the changelog and before
 * the records have reached their topics. Its successor would read those frames again and take them
 * for repetitions, and their records would be lost. So each stored state also carries the state at
 * the last commit, for which all records are known to be on their topics. A frame that is read
 * again takes the camera back there, and is judged again with the same result.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class CameraStates {

  /** The input of a change that no detection record caused. */
  static final long NO_INPUT = -1;

  private final KeyValueStore<String, byte[]> store;
  private final boolean takesBack;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  private static final class Entry {
    private CameraState state = CameraState.EMPTY;
    private long input = NO_INPUT;

    /** The state at the last commit. */
    private byte[] committed = EMPTY_BYTES;

    private long committedInput = NO_INPUT;

    /** The state at the commit before, as it is in the store. */
    private @Nullable Base base;
  }

  private static final byte[] EMPTY_BYTES = CameraStateCodec.toBytes(CameraState.EMPTY);

  /**
   * Creates the states of a task on top of its store.
   *
   * @param takesBack whether a frame may be read again although its state is stored
   */
  CameraStates(KeyValueStore<String, byte[]> store, boolean takesBack) {
    this.store = store;
    this.takesBack = takesBack;
  }

  /** All cameras that are stored. */
  List<String> cameras() {
    List<String> cameras = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> next = all.next();
        cameras.add(next.key);
      }
    }
    return cameras;
  }

  /**
   * Stores what has changed, because a commit begins. The records of the same frames have been
   * forwarded, and both reach their topics before anything later does.
   */
  void store() {
    for (String camera : changed) {
      Entry entry = entry(camera);
      byte[] bytes = CameraStateCodec.toBytes(entry.state);
      entry.base = takesBack ? new Base(entry.committedInput, entry.committed) : null;
      entry.committed = bytes;
      entry.committedInput = entry.input;
      store.put(camera, new StoredState(entry.input, bytes, entry.base).toBytes());
    }
    changed.clear();
  }

  /**
   * What is known about a camera before a detection record.
   *
   * @param input the offset of the record; {@link #NO_INPUT} if there is none
   * @throws UnreadableStateException if the stored bytes cannot be read; {@link #forget} them then
   */
  CameraState before(String camera, long input) {
    Entry entry = entry(camera);
    Base base = entry.base;
    if (takesBack && base != null && input <= entry.input && input > base.input()) {
      entry.state = CameraStateCodec.ofBytes(base.state());
      entry.input = base.input();
      entry.committed = base.state();
      entry.committedInput = base.input();
    }
    return entry.state;
  }

  private Entry entry(String camera) {
    Entry known = entries.get(camera);
    if (known != null) {
      return known;
    }
    Entry entry = new Entry();
    byte[] bytes = store.get(camera);
    if (bytes != null) {
      StoredState stored = StoredState.ofBytes(bytes);
      Base base = stored.base();
      // Changes caused by time alone since the commit may not have reached their topics; time will
      // cause them again.
      entry.committed =
          base != null && base.input() == stored.input() ? base.state() : stored.state();
      entry.committedInput = stored.input();
      entry.state = CameraStateCodec.ofBytes(entry.committed);
      entry.input = stored.input();
      entry.base = base;
    }
    entries.put(camera, entry);
    return entry;
  }

  /** Removes a camera and returns its stored bytes; the camera starts afresh. */
  byte @Nullable [] forget(String camera) {
    entries.remove(camera);
    changed.remove(camera);
    return store.delete(camera);
  }

  /**
   * Remembers a camera's state until it is stored.
   *
   * @param input the offset of the detection record that caused it; {@link #NO_INPUT} if time did
   */
  void after(String camera, CameraState state, long input) {
    Entry entry = entry(camera);
    entry.state = state;
    entry.input = input == NO_INPUT ? entry.input : input;
    changed.add(camera);
  }
}
