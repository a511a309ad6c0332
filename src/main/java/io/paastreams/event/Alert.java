package io.paastreams.event;

import io.paastreams.text.NamedUuid;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule's condition began to hold, or ended, or somebody took note of that, as it lies on the
 * alerts topic.
 *
 * @param alertId the same for all records of the alert, and whenever the same detections are
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
 * @param acknowledgement null if nobody took note of it when the record was written
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
    @Nullable String rulesVersion,
    @Nullable Acknowledgement acknowledgement) {

  /**
   * Somebody took note of an alert.
   *
   * @param time by the wall clock
   * @param by who it was, for people
   */
  public record Acknowledgement(Instant time, String by) {}

  public Alert {
    eventIds = List.copyOf(eventIds);
  }

  /** An alert that nobody took note of yet. */
  public Alert(
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
    this(
        alertId,
        state,
        rule,
        severity,
        cameraId,
        zone,
        line,
        trackId,
        label,
        sinceTime,
        raisedTime,
        clearedTime,
        eventIds,
        bestFrame,
        text,
        rulesVersion,
        null);
  }

  /** The same alert in another state. */
  public Alert with(State other, @Nullable Acknowledgement noted) {
    return new Alert(
        alertId,
        other,
        rule,
        severity,
        cameraId,
        zone,
        line,
        trackId,
        label,
        sinceTime,
        raisedTime,
        clearedTime,
        eventIds,
        bestFrame,
        text,
        rulesVersion,
        noted);
  }

  /** Names this record of those that an alert has: what its CloudEvents header says. */
  UUID recordId() {
    return NamedUuid.of(alertId, state.name());
  }

  /** Whether an alert begins or ends, or somebody took note of it. */
  public enum State {
    /** A state that this version does not know. */
    UNKNOWN,
    RAISED,
    CLEARED,
    /** Whether it is open is for its {@link #clearedTime} to say. */
    ACKNOWLEDGED
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
