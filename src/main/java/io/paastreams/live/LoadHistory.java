package io.paastreams.live;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The load of the whole system, with one point per second. Threading: safe; the record reader and
 * the ticker write, anyone reads.
 */
final class LoadHistory {

  private static final int MOST_POINTS = 600;
  private static final long LONGEST_MICROS = 3_600_000_000L;
  private static final int MOST_REASONS = 50;

  private final InstantSource clock;
  private final Histogram ages = new Histogram(LONGEST_MICROS, 3);
  private final Deque<Point> points = new ArrayDeque<>();
  private final Map<String, Long> skippedByReason = new TreeMap<>();
  private final Map<String, Long> deadByReason = new TreeMap<>();
  private long detected;
  private long skipped;
  private long dead;
  private long lastTick;

  /**
   * One second.
   *
   * @param time milliseconds since the epoch
   * @param detected frames per second
   * @param skipped frames per second
   * @param dead dead letters per second
   * @param p50 median milliseconds from capture to detection; 0 without detections
   * @param p99 99th percentile of the same
   * @param lag frames that the pipeline has not committed; -1 if not known
   * @param batch mean frames per batch; 0 if not known
   * @param busy share of the time that a device computes; 0 if not known
   */
  record Point(
      long time,
      double detected,
      double skipped,
      double dead,
      double p50,
      double p99,
      long lag,
      double batch,
      double busy) {}

  /** Counts since the server started. */
  record Reasons(Map<String, Long> skipped, Map<String, Long> dead) {}

  LoadHistory(InstantSource clock) {
    this.clock = clock;
    this.lastTick = clock.millis();
  }

  synchronized void detected(DetectedFrame frame) {
    detected++;
    long micros = Duration.between(frame.captureTime(), frame.detectionTime()).toNanos() / 1_000;
    ages.recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
  }

  synchronized void skipped(SkippedFrame frame) {
    skipped++;
    count(skippedByReason, frame.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  synchronized void dead(String reason) {
    dead++;
    count(deadByReason, reason);
  }

  private static void count(Map<String, Long> byReason, String reason) {
    if (byReason.size() < MOST_REASONS || byReason.containsKey(reason)) {
      byReason.merge(reason, 1L, Long::sum);
    }
  }

  /** Completes the current point. */
  synchronized Point tick(ClusterWatch.Report cluster, MetricsScrape.Report metrics) {
    Instant now = clock.instant();
    double seconds = Math.max(0.001, (now.toEpochMilli() - lastTick) / 1e3);
    Point point =
        new Point(
            now.toEpochMilli(),
            detected / seconds,
            skipped / seconds,
            dead / seconds,
            ages.getValueAtPercentile(50) / 1e3,
            ages.getValueAtPercentile(99) / 1e3,
            cluster.lag(),
            metrics.batchSize(),
            metrics.busyShare());
    points.addLast(point);
    if (points.size() > MOST_POINTS) {
      points.removeFirst();
    }
    ages.reset();
    detected = 0;
    skipped = 0;
    dead = 0;
    lastTick = now.toEpochMilli();
    return point;
  }

  synchronized List<Point> points() {
    return List.copyOf(points);
  }

  synchronized Reasons reasons() {
    return new Reasons(Map.copyOf(skippedByReason), Map.copyOf(deadByReason));
  }
}
