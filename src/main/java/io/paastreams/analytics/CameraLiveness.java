package io.paastreams.analytics;

import io.paastreams.rules.Liveness;

/**
 * What has arrived from one camera, by the wall clock. It is kept in memory only, because a camera
 * was not silent while no instance was listening.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class CameraLiveness {

  private long detectedMicros;
  private long captureMicros;
  private long skippedMicros = Long.MIN_VALUE;
  private long skipped;
  private boolean closed;

  /** The liveness of a known camera from which nothing has arrived yet. */
  CameraLiveness(long nowMicros) {
    this.detectedMicros = nowMicros;
    this.captureMicros = nowMicros;
  }

  void detected(long nowMicros, long captured) {
    detectedMicros = nowMicros;
    captureMicros = captured;
    skipped = 0;
    closed = false;
  }

  void skipped(long nowMicros) {
    skippedMicros = nowMicros;
    skipped++;
  }

  /** Whether no detection record has arrived for this long; true only once per silence. */
  boolean hasFallenSilent(long nowMicros, long afterMicros) {
    boolean fallen = !closed && nowMicros - detectedMicros >= afterMicros;
    closed |= fallen;
    return fallen;
  }

  /** When anything last arrived. */
  long heardMicros() {
    return Math.max(detectedMicros, skippedMicros);
  }

  /**
   * As the rules see it.
   *
   * @param othersMicros when anything last arrived from any other camera
   */
  Liveness at(long nowMicros, long othersMicros) {
    return new Liveness(
        nowMicros, detectedMicros, captureMicros, skippedMicros, skipped, othersMicros);
  }
}
