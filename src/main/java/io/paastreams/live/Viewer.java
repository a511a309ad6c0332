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
 * One browser. It is sent at most one message at a time, and of each camera at most one frame that
 * it has not yet drawn; what comes meanwhile waits in one slot per camera, where a newer frame
 * replaces an older one. So a viewer that stalls costs one frame per camera and nothing more, and
 * what it gets when it goes on is the newest.
 *
 * <p>Threading: safe; frames come from any thread, acknowledgements from the server's. Nothing is
 * sent under the lock.
 */
final class Viewer {

  /** Of cameras without objects, on the wall. */
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

  /** How messages leave. */
  interface Line {

    /** Sends a frame, and tells when it has left. */
    void binary(ByteBuffer message, Runnable sent);

    /** Sends text, and tells when it has left. */
    void text(String message, Runnable sent);

    /** Ends the connection. */
    void close();
  }

  Viewer(Line line, LongSupplier nanoTime) {
    this.line = line;
    this.nanoTime = nanoTime;
  }

  /**
   * What it shows from now on.
   *
   * @param cameras on its screen
   * @param only the camera that it shows large; null on the wall
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

  /** A hidden tab is sent nothing, and the newest frames as soon as it is seen again. */
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
   * A frame that it may want.
   *
   * @param idle whether its camera has seen nothing for a while
   */
  void offer(LiveFrame frame, boolean idle) {
    synchronized (this) {
      if (!watched.contains(frame.camera()) || (idle && isTooSoon(frame.camera()))) {
        return;
      }
      slots.remove(frame.camera()); // to the end: every camera has its turn
      slots.put(frame.camera(), frame);
    }
    send();
  }

  private boolean isTooSoon(String camera) {
    Long last = lastSent.get(camera);
    return !camera.equals(focus)
        && last != null
        && nanoTime.getAsLong() - last < IDLE_INTERVAL_NANOS;
  }

  /** The latest status; an older one that still waits is not sent any more. */
  void offer(String latest) {
    synchronized (this) {
      status = latest;
    }
    send();
  }

  /** It has drawn the frame of a camera. */
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
