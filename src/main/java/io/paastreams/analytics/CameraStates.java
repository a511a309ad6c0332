package io.paastreams.analytics;

import io.paastreams.analytics.StoredState.Base;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The states of a task's cameras: decoded ones in memory, their bytes in the store.
 *
 * <p>Under exactly-once a state and the records that it goes with become visible together. Under
 * at-least-once they do not: an instance can die after a state has reached the changelog and before
 * the records of the same frames have reached their topics. Its successor reads those frames again,
 * would take them for repetitions, and their records would be lost. So each stored state carries
 * what it was at the last commit, up to where all records are known to be on their topics. A frame
 * that is read again takes the camera back there, and is judged again with the same result.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class CameraStates {

  /** Of a change that no detection record brought about. */
  static final long NO_INPUT = -1;

  private final KeyValueStore<String, byte[]> store;
  private final boolean takesBack;
  private final Map<String, Entry> entries = new HashMap<>();
  private long commits;

  private static final class Entry {
    private CameraState state = CameraState.EMPTY;
    private byte[] bytes = EMPTY_BYTES;
    private long input = NO_INPUT;
    private @Nullable Base base;
    private long commit = -1;
  }

  private static final byte[] EMPTY_BYTES = CameraStateCodec.toBytes(CameraState.EMPTY);

  /**
   * Over a store.
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

  /** A commit begins: whatever was forwarded so far is on its topic before anything else is. */
  void commitBegins() {
    commits++;
  }

  /**
   * What is known of a camera before a detection record.
   *
   * @param input its offset; {@link #NO_INPUT} if there is none
   * @throws UnreadableStateException if the stored bytes cannot be read; {@link #forget} them then
   */
  CameraState before(String camera, long input) {
    Entry entry = entry(camera);
    Base base = entry.base;
    if (takesBack && base != null && input <= entry.input && input > base.input()) {
      entry.state = CameraStateCodec.ofBytes(base.state());
      entry.bytes = base.state();
      entry.input = base.input();
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
      // What only time has done since the commit may not be on its topics: time does it again.
      entry.bytes = base != null && base.input() == stored.input() ? base.state() : stored.state();
      entry.state = CameraStateCodec.ofBytes(entry.bytes);
      entry.input = stored.input();
      entry.base = base;
    }
    entries.put(camera, entry);
    return entry;
  }

  /** The stored bytes, which are given up; the camera begins anew. */
  byte @Nullable [] forget(String camera) {
    entries.remove(camera);
    return store.delete(camera);
  }

  /**
   * Remembers a camera's state.
   *
   * @param input offset of the detection record that brought it about; {@link #NO_INPUT} if time
   *     did
   */
  void after(String camera, CameraState state, long input) {
    Entry entry = entry(camera);
    if (takesBack && entry.commit != commits) {
      entry.base = new Base(entry.input, entry.bytes);
      entry.commit = commits;
    }
    entry.state = state;
    entry.bytes = CameraStateCodec.toBytes(state);
    entry.input = input == NO_INPUT ? entry.input : input;
    store.put(camera, new StoredState(entry.input, entry.bytes, entry.base).toBytes());
  }
}
