package io.paastreams.cli.compare;

import io.paastreams.event.DetectedFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Joins the records of two topics by frame id: those of one are kept in memory, those of the other
 * are streamed. A frame that is repeated, as under at-least-once, counts once.
 *
 * <p>Threading: one thread.
 */
final class Pairs {

  private final boolean keepsA;
  private final int most;
  private final Map<UUID, DetectedFrame> kept = new HashMap<>();
  private final Map<UUID, Pair> joined = new HashMap<>();
  private final Side a = new Side();
  private final Side b = new Side();

  /**
   * Pairs without records.
   *
   * @param keepsA whether the records of A are kept, and come first
   * @param most the maximum number of records kept
   */
  Pairs(boolean keepsA, int most) {
    this.keepsA = keepsA;
    this.most = most;
  }

  /** The same frame in both topics. */
  record Pair(DetectedFrame a, DetectedFrame b) {}

  /** The content of one topic. */
  static final class Side {
    private final Map<String, String> models = new HashMap<>();
    private long records;

    private void see(DetectedFrame frame) {
      records++;
      models.putIfAbsent(frame.model().sha256(), frame.model().name());
    }

    /** The names of its models by their hashes. */
    Map<String, String> models() {
      return models;
    }
  }

  /** Keeps a record. */
  void keep(DetectedFrame frame) {
    (keepsA ? a : b).see(frame);
    if (kept.put(frame.frameId(), frame) == null && kept.size() > most) {
      throw new IllegalStateException(
          "there are more than %d frames to keep in memory: shorten the time with --since and --until, choose a --camera, or raise --max-frames"
              .formatted(most));
    }
  }

  /** Joins a record of the other topic. */
  void join(DetectedFrame frame) {
    (keepsA ? b : a).see(frame);
    @Nullable DetectedFrame other = kept.get(frame.frameId());
    if (other != null) {
      joined.put(frame.frameId(), keepsA ? new Pair(other, frame) : new Pair(frame, other));
    }
  }

  Side a() {
    return a;
  }

  Side b() {
    return b;
  }

  /** Frames of the first topic that the second does not have. */
  long onlyA() {
    return keepsA ? kept.size() - joined.size() : Math.max(0, a.records - joined.size());
  }

  /** Frames of the second topic that the first does not have. */
  long onlyB() {
    return keepsA ? Math.max(0, b.records - joined.size()) : kept.size() - joined.size();
  }

  /** All pairs in capture order. */
  List<Pair> all() {
    List<Pair> all = new ArrayList<>(joined.values());
    all.sort(
        (one, other) -> {
          int byTime = one.a.captureTime().compareTo(other.a.captureTime());
          return byTime != 0 ? byTime : one.a.cameraId().compareTo(other.a.cameraId());
        });
    return all;
  }
}
