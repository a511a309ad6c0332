package io.paastreams.rules;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When to alert.
 *
 * @param place name of the zone, or of the line for {@link When#CROSSING}; null means the whole
 *     frame, or the camera for {@link When#SILENT}
 * @param labels the classes that it applies to, in alphabetical order; empty means all
 * @param atLeast how many objects; 1 unless {@code when} is {@link When#OCCUPANCY}
 * @param holds how long the condition must have held
 * @param minScore the minimum best score of an object that counts
 * @param direction of crossings; null means either
 * @param during the time of day at which the rule applies; null means always
 * @param cooldown the minimum time from one alert to the next
 * @param eachTrack whether each object has its own alert and cooldown
 * @param cameras ids or patterns; empty means every camera that has the place
 */
public record Rule(
    String name,
    When when,
    @Nullable String place,
    List<String> labels,
    int atLeast,
    Duration holds,
    double minScore,
    @Nullable Direction direction,
    @Nullable Daily during,
    Severity severity,
    Duration cooldown,
    boolean eachTrack,
    List<String> cameras) {

  public Rule {
    labels = List.copyOf(labels);
    cameras = List.copyOf(cameras);
  }

  /** The condition that a rule watches for. */
  public enum When {
    /** An object is in the zone. */
    PRESENCE,
    /** At least a given number of objects are in the zone at the same time. */
    OCCUPANCY,
    /** One object stays in the zone. */
    DWELL,
    /** An object crosses the line. */
    CROSSING,
    /** An object stands still in the zone. */
    STATIONARY,
    /** Nothing has arrived from the camera for some time. */
    SILENT
  }

  boolean isActive(long micros) {
    return during == null || during.holds(micros);
  }

  boolean looksAt(String label, float bestScore) {
    return (labels.isEmpty() || labels.contains(label)) && bestScore >= minScore;
  }
}
