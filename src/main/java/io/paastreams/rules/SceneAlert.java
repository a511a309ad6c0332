package io.paastreams.rules;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule's condition holds, or no longer does.
 *
 * @param alertId the same for both records of an alert, and whenever the same frames are judged
 *     again
 * @param clearedMicros when it was cleared; null while it is open
 * @param zone that the rule watches, if any
 * @param line that the rule watches, if any
 * @param trackId the object that raised it; null if it is about the place or the camera
 * @param label of that object
 * @param sinceMicros since when the condition has held: capture time, or wall-clock time for
 *     silence
 * @param raisedMicros when it was raised, on the same clock
 * @param events the ids of the events that caused it, the earliest first
 * @param best frame of the object that raised it
 * @param silence what kind of silence; null for other rules
 * @param text one sentence for people
 */
public record SceneAlert(
    UUID alertId,
    String rule,
    Severity severity,
    @Nullable String zone,
    @Nullable String line,
    @Nullable UUID trackId,
    @Nullable String label,
    long sinceMicros,
    long raisedMicros,
    @Nullable Long clearedMicros,
    List<UUID> events,
    @Nullable BestView best,
    @Nullable Silence silence,
    String text) {

  public SceneAlert {
    events = List.copyOf(events);
  }

  public boolean isOpen() {
    return clearedMicros == null;
  }

  SceneAlert cleared(long micros) {
    return new SceneAlert(
        alertId,
        rule,
        severity,
        zone,
        line,
        trackId,
        label,
        sinceMicros,
        raisedMicros,
        micros,
        events,
        best,
        silence,
        text);
  }
}
