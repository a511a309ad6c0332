package io.paastreams.analytics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When this instance last received something from its cameras, by task. If nothing arrives from a
 * camera but something does from others, that camera is silent; if nothing arrives from any, the
 * cause lies upstream of all of them.
 *
 * <p>Threading: each task reports its own part on its stream thread, and reads that of the others.
 */
final class Arrivals {

  /** Of a task without cameras. */
  static final Latest NONE = new Latest("", Long.MIN_VALUE, Long.MIN_VALUE);

  /**
   * The camera of a task from which something arrived last.
   *
   * @param othersMicros when something last arrived from any other of its cameras; {@link
   *     Long#MIN_VALUE} if it has no other
   */
  record Latest(String camera, long micros, long othersMicros) {

    /** With one more camera. */
    Latest with(String other, long heardMicros) {
      return heardMicros > micros
          ? new Latest(other, heardMicros, micros)
          : new Latest(camera, micros, Math.max(othersMicros, heardMicros));
    }
  }

  private final Map<Object, Latest> byTask = new ConcurrentHashMap<>();

  /** What has arrived at a task; replaces what it reported before. */
  void tell(Object task, Latest latest) {
    byTask.put(task, latest);
  }

  /** The task has gone to another instance. */
  void forget(Object task) {
    byTask.remove(task);
  }

  /**
   * When something last arrived from any camera but this one; {@link Long#MIN_VALUE} if there is
   * none.
   */
  long ofOthers(String camera) {
    long latest = Long.MIN_VALUE;
    for (Latest each : byTask.values()) {
      latest = Math.max(latest, each.camera().equals(camera) ? each.othersMicros() : each.micros());
    }
    return latest;
  }
}
