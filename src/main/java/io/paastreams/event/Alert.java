package io.paastreams.event;

import io.paastreams.text.NamedUuid;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule's condition began to hold, or ended, as it lies on the alerts topic.
 *
 * @param alertId the same for both records of the alert, and whenever the same detections are
 *     processed again
 * @param zone that the rule watches; null if it watches none
 * @param line that the rule watches; null if it watches none
 * @param trackId the object that it is about; null if it is about the place or the camera
 * @param label that object's; null without an object
 * @param sinceTime since when the condition held, by capture time; by the wall clock for silence
 * @param raisedTime when it was raised, likewise
 * @param clearedTime when it was cleared, likewise; null if it is open
 * @param eventIds that brought it about, the earliest first
 * @param bestFrame for a thumbnail; null if there is none
 * @param text one sentence for people
 * @param rulesVersion in force; null if there were no rules
 */
public record Alert(
    UUID alertId,
    State state,
    String rule,
    Severity severity,
    String cameraId,
    @Nullable String zone,
    @Nullable String line,
    @Nullable UUID trackId,
    @Nullable String label,
    Instant sinceTime,
    Instant raisedTime,
    @Nullable Instant clearedTime,
    List<UUID> eventIds,
    @Nullable BestFrame bestFrame,
    String text,
    @Nullable String rulesVersion) {

  public Alert {
    eventIds = List.copyOf(eventIds);
  }

  /** Names this record of the two that an alert has: what its CloudEvents header says. */
  UUID recordId() {
    return NamedUuid.of(alertId, state.name());
  }

  /** Whether an alert begins or ends. */
  public enum State {
    /** A state that this version does not know. */
    UNKNOWN,
    RAISED,
    CLEARED
  }

  /** How bad it is, as the rule says. */
  public enum Severity {
    /** A severity that this version does not know. */
    UNKNOWN,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }
}
