package io.paastreams.cli.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts what left the pipeline, frame by frame.
 *
 * <p>Threading: written by the one thread that consumes, read by any; every method locks.
 */
final class FrameLedger {

  private static final long LONGEST_LATENCY_MICROS = 3_600_000_000L;

  private final Map<Session, Seen> sessions = new HashMap<>();
  private final Histogram latency = new Histogram(LONGEST_LATENCY_MICROS, 3);
  private final Histogram recentLatency = new Histogram(LONGEST_LATENCY_MICROS, 3);
  private long detected;
  private long skipped;
  private long deadLettered;
  private long repeated;
  private long outOfOrder;
  private long objects;

  /** Records a detected frame; returns whether it is the frame's first record. */
  synchronized boolean detected(
      Session session, long sequence, int objectCount, long latencyMicros) {
    if (!firstTime(session, sequence)) {
      return false;
    }
    detected++;
    objects += objectCount;
    noteOrder(session, sequence);
    long bounded = Math.max(0, Math.min(latencyMicros, LONGEST_LATENCY_MICROS));
    latency.recordValue(bounded);
    recentLatency.recordValue(bounded);
    return true;
  }

  synchronized void skipped(Session session, long sequence) {
    if (firstTime(session, sequence)) {
      skipped++;
    }
  }

  synchronized void deadLettered(Session session, long sequence) {
    if (firstTime(session, sequence)) {
      deadLettered++;
    }
  }

  /** Records a dead letter that cannot be identified because its bytes are not a frame event. */
  synchronized void deadLetteredUnreadable() {
    deadLettered++;
  }

  private void noteOrder(Session session, long sequence) {
    Seen seen = seenOf(session);
    if (sequence < seen.lastDetected) {
      outOfOrder++;
    }
    seen.lastDetected = Math.max(seen.lastDetected, sequence);
  }

  private boolean firstTime(Session session, long sequence) {
    Seen seen = seenOf(session);
    int index = Math.toIntExact(sequence);
    if (seen.frames.get(index)) {
      repeated++;
      return false;
    }
    seen.frames.set(index);
    return true;
  }

  private Seen seenOf(Session session) {
    return sessions.computeIfAbsent(session, each -> new Seen());
  }

  synchronized Counts counts() {
    return new Counts(
        detected, skipped, deadLettered, repeated, outOfOrder, objects, LatencyMillis.of(latency));
  }

  /** The latency since the last call. */
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

  /**
   * A session, within which frames are numbered; a restarted camera begins at 0 again in a new one.
   */
  record Session(String cameraId, @Nullable UUID sessionId) {}

  private static final class Seen {
    private final BitSet frames = new BitSet();
    private long lastDetected = -1;
  }
}
