package io.paastreams.rules;

/**
 * What has arrived from a camera, by the wall clock. Everywhere else in this package, times are
 * capture times.
 *
 * @param nowMicros wall-clock time
 * @param detectedMicros when its latest detection record arrived; the start of the application if
 *     none has
 * @param captureMicros capture time of that record; {@code detectedMicros} if there is none
 * @param skippedMicros when its latest skipped frame arrived; {@link Long#MIN_VALUE} if none has
 * @param skipped frames since the latest detection record
 * @param othersMicros when anything last arrived from any other camera; {@link Long#MIN_VALUE} if
 *     no other is known
 */
public record Liveness(
    long nowMicros,
    long detectedMicros,
    long captureMicros,
    long skippedMicros,
    long skipped,
    long othersMicros) {

  /** When anything last arrived from this camera. */
  long heardMicros() {
    return Math.max(detectedMicros, skippedMicros);
  }
}
