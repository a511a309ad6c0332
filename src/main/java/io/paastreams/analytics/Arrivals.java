package io.paastreams.analytics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When this instance last heard of its cameras, by task. A camera that is not heard of is silent if
 * others are; if nothing arrives of any, the cause lies before all of them.
 *
 * <p>Threading: each task tells its own part on its stream thread, and asks for the others'.
 */
final class Arrivals {

  /** Of a task without cameras. */
  static final Latest NONE = new Latest("", Long.MIN_VALUE, Long.MIN_VALUE);

  /**
   * A task's camera that was heard of last.
   *
   * @param othersMicros when any other of its cameras was heard of last; {@link Long#MIN_VALUE} if
   *     it has no other
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

  /** What a task has heard, in place of what it told before. */
  void tell(Object task, Latest latest) {
    byTask.put(task, latest);
  }

  /** The task has gone to another instance. */
  void forget(Object task) {
    byTask.remove(task);
  }

  /** When any camera but this one was heard of last; {@link Long#MIN_VALUE} if there is none. */
  long ofOthers(String camera) {
    long latest = Long.MIN_VALUE;
    for (Latest each : byTask.values()) {
      latest = Math.max(latest, each.camera().equals(camera) ? each.othersMicros() : each.micros());
    }
    return latest;
  }
}
