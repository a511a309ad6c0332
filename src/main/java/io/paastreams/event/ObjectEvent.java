package io.paastreams.event;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to one object: a record of the events topic.
 *
 * @param eventId the same whenever the same detections are processed again, so that readers of an
 *     at-least-once topic can drop repetitions
 * @param number the number of the event within its track, counted from 0
 * @param eventTime when it happened, by capture time
 * @param score the score of the last detection, in [0, 1]
 * @param bestScore the highest score so far
 * @param frameSize the size of the original frame, in whose pixels the box is given
 * @param zone the zone that was entered or left; null for other kinds
 * @param line the line that was crossed; null for other kinds
 * @param direction the direction in which it was crossed; null for other kinds
 * @param zones all zones that the object is in after the event, in alphabetical order
 * @param dwell the duration that ended with the event, to the microsecond: in the zone for LEFT, at
 *     rest for MOVING, in view for ENDED; null for other kinds
 * @param firstSeenTime the capture time of the first frame that showed it
 * @param lastSeenTime the capture time of the last frame that showed it
 * @param bestFrame the frame for a thumbnail; null if the positions of the frames are not known
 * @param detectionId the detection record that caused it; null if the silence of the camera did
 * @param rulesVersion the version of the rules in force; null if there were no rules
 */
public record ObjectEvent(
    UUID eventId,
    Kind kind,
    String cameraId,
    UUID trackId,
    int number,
    Instant eventTime,
    String label,
    int classId,
    float score,
    float bestScore,
    Size frameSize,
    Box box,
    @Nullable String zone,
    @Nullable String line,
    @Nullable Direction direction,
    List<String> zones,
    @Nullable Duration dwell,
    Instant firstSeenTime,
    Instant lastSeenTime,
    @Nullable BestFrame bestFrame,
    @Nullable UUID detectionId,
    @Nullable String rulesVersion) {

  public ObjectEvent {
    zones = List.copyOf(zones);
  }

  /** What happened. */
  public enum Kind {
    /** A kind that this version does not know. */
    UNKNOWN,
    /** The object was confirmed. */
    NEW,
    /** It is still there; reported from time to time. */
    UPDATE,
    /** It entered a zone. */
    ENTERED,
    /** It left a zone. */
    LEFT,
    /** It crossed a line. */
    CROSSED,
    /** It came to rest. */
    STATIONARY,
    /** It moves again. */
    MOVING,
    /** It is gone, and its track with it. */
    ENDED
  }

  /** Which way a line was crossed, looking from its first point to its second. */
  public enum Direction {
    /** A direction that this version does not know. */
    UNKNOWN,
    LEFT_TO_RIGHT,
    RIGHT_TO_LEFT
  }
}
