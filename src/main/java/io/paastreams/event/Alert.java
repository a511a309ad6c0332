package io.paastreams.event;

import io.paastreams.text.NamedUuid;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule's condition began to hold or ended, or someone acknowledged that: a record of the alerts
 * topic.
 *
 * @param alertId the same for all records of the alert, and whenever the same detections are
 *     processed again
 * @param zone the zone that the rule watches; null if it watches none
 * @param line the line that the rule watches; null if it watches none
 * @param trackId the object that it is about; null if it is about the place or the camera
 * @param label the label of that object; null without an object
 * @param sinceTime since when the condition held, by capture time; by the wall clock for silence
 * @param raisedTime when it was raised, by the same clock
 * @param clearedTime when it was cleared, by the same clock; null if it is open
 * @param eventIds the events that caused it, the earliest first
 * @param bestFrame the frame for a thumbnail; null if there is none
 * @param text one sentence for people
 * @param rulesVersion the version of the rules in force; null if there were no rules
 * @param acknowledgement null if nobody had acknowledged it when the record was written
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
   * Someone acknowledged an alert.
   *
   * @param time by the wall clock
   * @param by who it was, for people
   */
  public record Acknowledgement(Instant time, String by) {}

  public Alert {
    eventIds = List.copyOf(eventIds);
  }

  /** The record that says that somebody has acknowledged this alert. */
  public Alert acknowledged(Acknowledgement noted) {
    return with(State.ACKNOWLEDGED, noted);
  }

  /** The same record with what is known of its acknowledgement; null if there is none. */
  public Alert withAcknowledgement(@Nullable Acknowledgement noted) {
    return with(state, noted);
  }

  private Alert with(State other, @Nullable Acknowledgement noted) {
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

  /** The id of this record among those of the alert, as in its CloudEvents header. */
  UUID recordId() {
    return NamedUuid.of(alertId, state.name());
  }

  /** Whether an alert begins or ends, or was acknowledged. */
  public enum State {
    /** A state that this version does not know. */
    UNKNOWN,
    RAISED,
    CLEARED,
    /** Someone acknowledged it; {@link #clearedTime} says whether it is still open. */
    ACKNOWLEDGED
  }

  /** How severe it is, according to the rule. */
  public enum Severity {
    /** A severity that this version does not know. */
    UNKNOWN,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }
}
