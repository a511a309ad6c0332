package io.paastreams.live;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One browser. At most one message is being sent to it at any time, and at most one frame per
 * camera that it has not drawn yet. Frames that arrive meanwhile wait in one slot per camera, where
 * a newer one replaces an older one. A stalled viewer therefore costs only one frame per camera,
 * and it receives the newest frames when it continues.
 *
 * <p>Threading: safe; frames come from any thread, acknowledgements from the server's. Nothing is
 * sent while the lock is held.
 */
final class Viewer {

  /** The interval between frames of cameras without objects, on the wall. */
  private static final long IDLE_INTERVAL_NANOS = 500_000_000;

  private final Line line;
  private final LongSupplier nanoTime;
  private final Map<String, LiveFrame> slots = new LinkedHashMap<>();
  private final Set<String> undrawn = new HashSet<>();
  private final Map<String, Long> lastSent = new HashMap<>();
  private @Nullable String status;
  private Set<String> watched = Set.of();
  private @Nullable String focus;
  private boolean visible = true;
  private boolean sending;

  /** Sends messages to the browser. */
  interface Line {

    /** Sends a frame and calls back when it has left. */
    void binary(ByteBuffer message, Runnable sent);

    /** Sends text and calls back when it has left. */
    void text(String message, Runnable sent);

    /** Counts a frame that a newer one has replaced before it left. */
    void dropped();

    /** Closes the connection. */
    void close();
  }

  Viewer(Line line, LongSupplier nanoTime) {
    this.line = line;
    this.nanoTime = nanoTime;
  }

  /**
   * What it shows from now on.
   *
   * @param cameras the cameras on its screen
   * @param only the camera that is shown enlarged; null on the wall
   */
  void watch(Set<String> cameras, @Nullable String only) {
    synchronized (this) {
      watched = Set.copyOf(cameras);
      focus = only;
      slots.keySet().retainAll(watched);
      undrawn.retainAll(watched);
      lastSent.keySet().retainAll(watched);
    }
  }

  /**
   * Nothing is sent to a hidden tab; when it becomes visible again, it receives the newest frames.
   */
  void visible(boolean now) {
    synchronized (this) {
      visible = now;
      if (now) {
        undrawn.clear();
      }
    }
    send();
  }

  synchronized Set<String> watched() {
    return visible ? watched : Set.of();
  }

  synchronized boolean isVisible() {
    return visible;
  }

  /**
   * Offers a frame.
   *
   * @param idle whether nothing has been found by its camera for a while
   */
  void offer(LiveFrame frame, boolean idle) {
    boolean replaced;
    synchronized (this) {
      if (!watched.contains(frame.camera()) || (idle && isTooSoon(frame.camera()))) {
        return;
      }
      // Moves to the end, so that every camera has its turn.
      replaced = slots.remove(frame.camera()) != null;
      slots.put(frame.camera(), frame);
    }
    if (replaced) {
      line.dropped();
    }
    send();
  }

  private boolean isTooSoon(String camera) {
    Long last = lastSent.get(camera);
    return !camera.equals(focus)
        && last != null
        && nanoTime.getAsLong() - last < IDLE_INTERVAL_NANOS;
  }

  /** Sends the latest status; an older one that still waits is dropped. */
  void offer(String latest) {
    synchronized (this) {
      status = latest;
    }
    send();
  }

  /** The browser has drawn the frame of a camera. */
  void drawn(String camera) {
    synchronized (this) {
      undrawn.remove(camera);
    }
    send();
  }

  private void send() {
    @Nullable LiveFrame frame;
    @Nullable String text;
    synchronized (this) {
      if (sending || !visible) {
        return;
      }
      text = status;
      status = null;
      frame = text == null ? nextFrame() : null;
      sending = text != null || frame != null;
    }
    if (text != null) {
      line.text(text, this::sent);
    } else if (frame != null) {
      line.binary(frame.message(), this::sent);
    }
  }

  private @Nullable LiveFrame nextFrame() {
    for (Iterator<LiveFrame> each = slots.values().iterator(); each.hasNext(); ) {
      LiveFrame frame = each.next();
      if (!undrawn.contains(frame.camera())) {
        each.remove();
        undrawn.add(frame.camera());
        lastSent.put(frame.camera(), nanoTime.getAsLong());
        return frame;
      }
    }
    return null;
  }

  void close() {
    line.close();
  }

  private void sent() {
    synchronized (this) {
      sending = false;
    }
    send();
  }
}
