package io.paastreams.metrics;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Which cameras have series of their own. Every camera id is a label value, and whoever may write
 * frames chooses ids: without a bound, random ids would fill the memory of this process and of
 * Prometheus.
 *
 * <p>The cameras with the most frames in the last minutes have labels, and the others share {@link
 * #OTHER}. A camera gets a free label at once. It gets a used one only when the cameras are ranked,
 * once per minute, and only if it had at least twice the frames of the camera that has it, so that
 * equal cameras do not take turns. The series of a camera that has lost its label are removed.
 *
 * <p>Threading: safe.
 */
public final class CameraLabels {

  /** The label of the cameras without one of their own. */
  public static final String OTHER = "other";

  /** The number of cameras with labels under {@code all}. */
  static final int MOST = 1_000;

  /** What {@link #parse} reads, for people. */
  public static final String ALLOWED = "all, none or top:N with N in 1.." + MOST;

  /** Cameras whose frames are counted for the ranking. */
  private static final int MOST_COUNTED = 4 * MOST;

  /** Longer ids are cut: a label travels with every sample. */
  private static final int MOST_CHARACTERS = 100;

  private static final long RANKING_NANOS = 60_000_000_000L;

  private final int limit;
  private final LongSupplier nanoClock;

  /**
   * The recent frames of each camera, halved at each ranking; the cameras that have been silent
   * longest come first.
   */
  @GuardedBy("this")
  private final Map<String, Long> counts = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("this")
  private final Map<String, String> labels = new HashMap<>();

  @GuardedBy("this")
  private long lastRanking;

  private volatile Consumer<String> forgotten = label -> {};

  CameraLabels(int limit, LongSupplier nanoClock) {
    this.limit = limit;
    this.nanoClock = nanoClock;
    this.lastRanking = nanoClock.getAsLong();
  }

  /** Labels for at most this many cameras; 0 for none. */
  public static CameraLabels atMost(int cameras) {
    return new CameraLabels(Math.min(cameras, MOST), System::nanoTime);
  }

  /**
   * Reads what a user writes: {@code all}, {@code none} or {@code top:N}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static int parse(String text) {
    if (text.equals("all")) {
      return MOST;
    }
    if (text.equals("none")) {
      return 0;
    }
    if (text.matches("top:[1-9]\\d{0,3}")) {
      int cameras = Integer.parseInt(text.substring(4));
      if (cameras <= MOST) {
        return cameras;
      }
    }
    throw new IllegalArgumentException("must be " + ALLOWED);
  }

  /** The text that {@link #parse} reads. */
  public static String write(int cameras) {
    return cameras == 0 ? "none" : cameras >= MOST ? "all" : "top:" + cameras;
  }

  /** Sets the receiver of each label whose series must be removed. */
  void onForgotten(Consumer<String> forgotten) {
    this.forgotten = forgotten;
  }

  /** Counts a frame of a camera and returns its label. */
  String of(String camera) {
    if (limit == 0) {
      return OTHER;
    }
    Set<String> lost = Set.of();
    String label;
    synchronized (this) {
      counts.merge(camera, 1L, Long::sum);
      if (counts.size() > MOST_COUNTED) {
        counts.remove(counts.keySet().iterator().next());
      }
      if (nanoClock.getAsLong() - lastRanking >= RANKING_NANOS) {
        lost = rank();
      }
      label = labels.get(camera);
      if (label == null && labels.size() < limit) {
        label = shortened(camera);
        labels.put(camera, label);
      }
    }
    lost.forEach(forgotten);
    return label == null ? OTHER : label;
  }

  /** Returns the labels that were lost. */
  @GuardedBy("this")
  private Set<String> rank() {
    lastRanking = nanoClock.getAsLong();
    Map<String, Long> weights = new HashMap<>(counts);
    for (String camera : labels.keySet()) {
      weights.computeIfPresent(camera, (id, count) -> 2 * count);
    }
    Set<String> best =
        weights.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(limit)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    Set<String> lost = new HashSet<>(labels.values());
    labels.keySet().retainAll(best);
    for (String camera : best) {
      labels.computeIfAbsent(camera, CameraLabels::shortened);
    }
    counts.replaceAll((camera, count) -> count / 2);
    counts.values().removeIf(count -> count == 0);
    lost.removeAll(labels.values());
    return lost;
  }

  private static String shortened(String camera) {
    return camera.length() <= MOST_CHARACTERS
        ? camera
        : camera.substring(0, MOST_CHARACTERS) + "...";
  }
}
