package io.paastreams.live;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * All browsers. The last frame of each watched camera is kept for viewers that connect later.
 *
 * <p>Threading: safe.
 */
final class Viewers {

  /** A camera without objects for this long is shown at a lower rate on the wall. */
  private static final Duration IDLE_AFTER = Duration.ofSeconds(5);

  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private final Map<String, LiveFrame> last = new ConcurrentHashMap<>();
  private final Cameras cameras;
  private final LongAdder sentFrames = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder droppedFrames = new LongAdder();

  Viewers(Cameras cameras) {
    this.cameras = cameras;
  }

  void add(Viewer viewer) {
    viewers.add(viewer);
  }

  void remove(Viewer viewer) {
    viewers.remove(viewer);
  }

  /** Counts a frame that leaves for a browser. */
  void sent(int bytes) {
    sentFrames.increment();
    sentBytes.add(bytes);
  }

  /** Counts a frame that a newer one has replaced before it left. */
  void dropped() {
    droppedFrames.increment();
  }

  long droppedFrames() {
    return droppedFrames.sum();
  }

  long sentFrames() {
    return sentFrames.sum();
  }

  long sentBytes() {
    return sentBytes.sum();
  }

  int count() {
    return viewers.size();
  }

  /** A viewer shows other cameras; it receives their latest frames at once. */
  void welcome(Viewer viewer) {
    for (String camera : viewer.watched()) {
      LiveFrame frame = last.get(camera);
      if (frame != null) {
        viewer.offer(frame, false);
      }
    }
  }

  void publish(LiveFrame frame) {
    if (!watched().contains(frame.camera())) {
      return;
    }
    last.put(frame.camera(), frame);
    boolean idle = cameras.isIdle(frame.camera(), IDLE_AFTER);
    viewers.forEach(viewer -> viewer.offer(frame, idle));
  }

  void publish(String status) {
    last.keySet().retainAll(watched());
    viewers.forEach(viewer -> viewer.offer(status));
  }

  /** Browsers reconnect by themselves. */
  void closeAll() {
    viewers.forEach(Viewer::close);
  }

  /** The cameras on all screens. */
  Set<String> watched() {
    Set<String> watched = new HashSet<>();
    viewers.forEach(viewer -> watched.addAll(viewer.watched()));
    return watched;
  }
}
