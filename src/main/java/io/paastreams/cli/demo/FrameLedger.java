package io.paastreams.cli.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Counts what left the pipeline, frame by frame.
 *
 * <p>Threading: written by the one thread that consumes, read by any; every method locks.
 */
final class FrameLedger {

  /** Score from which a detection counts as an object. */
  static final float SURE = 0.5f;

  private static final long LONGEST_LATENCY_MICROS = 3_600_000_000L;

  private final Map<String, Camera> cameras = new HashMap<>();
  private final Histogram latency = new Histogram(LONGEST_LATENCY_MICROS, 3);
  private final Histogram recentLatency = new Histogram(LONGEST_LATENCY_MICROS, 3);
  private long detected;
  private long skipped;
  private long deadLettered;
  private long repeated;
  private long outOfOrder;
  private long objects;

  /** Returns whether it is the frame's first record. */
  synchronized boolean detected(
      String cameraId, long sequence, int objectCount, long latencyMicros) {
    if (!firstTime(cameraId, sequence)) {
      return false;
    }
    detected++;
    objects += objectCount;
    noteOrder(cameraId, sequence);
    long bounded = Math.max(0, Math.min(latencyMicros, LONGEST_LATENCY_MICROS));
    latency.recordValue(bounded);
    recentLatency.recordValue(bounded);
    return true;
  }

  synchronized void skipped(String cameraId, long sequence) {
    if (firstTime(cameraId, sequence)) {
      skipped++;
    }
  }

  synchronized void deadLettered(String cameraId, long sequence) {
    if (firstTime(cameraId, sequence)) {
      deadLettered++;
    }
  }

  /** A dead letter that cannot be told apart: its bytes are no frame event. */
  synchronized void deadLetteredUnreadable() {
    deadLettered++;
  }

  private void noteOrder(String cameraId, long sequence) {
    Camera camera = cameraOf(cameraId);
    if (sequence < camera.lastDetected) {
      outOfOrder++;
    }
    camera.lastDetected = Math.max(camera.lastDetected, sequence);
  }

  private boolean firstTime(String cameraId, long sequence) {
    Camera camera = cameraOf(cameraId);
    int index = Math.toIntExact(sequence);
    if (camera.seen.get(index)) {
      repeated++;
      return false;
    }
    camera.seen.set(index);
    return true;
  }

  private Camera cameraOf(String cameraId) {
    return cameras.computeIfAbsent(cameraId, id -> new Camera());
  }

  synchronized Counts counts() {
    return new Counts(
        detected, skipped, deadLettered, repeated, outOfOrder, objects, LatencyMillis.of(latency));
  }

  /** Latency since the last call. */
  synchronized LatencyMillis takeRecentLatency() {
    LatencyMillis recent = LatencyMillis.of(recentLatency);
    recentLatency.reset();
    return recent;
  }

  record Counts(
      long detected,
      long skipped,
      long deadLettered,
      long repeated,
      long outOfOrder,
      long objects,
      LatencyMillis latency) {

    long out() {
      return detected + skipped + deadLettered;
    }
  }

  private static final class Camera {
    private final BitSet seen = new BitSet();
    private long lastDetected = -1;
  }
}
