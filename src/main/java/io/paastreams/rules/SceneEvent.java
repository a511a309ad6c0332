package io.paastreams.rules;

import io.paastreams.geometry.Size;
import io.paastreams.tracking.TrackedObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to one object, once.
 *
 * @param eventId the same whenever the same frames are judged again
 * @param number of the event within its track, counted up from 0, which is {@link Kind#NEW}
 * @param micros capture time
 * @param object as the frame shows it; its phase is ENDED for {@link Kind#ENDED}
 * @param label name of the object's class
 * @param frameSize in whose pixels the object's box is
 * @param zone that was entered or left; null for other kinds
 * @param line that was crossed; null for other kinds
 * @param direction of the crossing; null for other kinds
 * @param zones that the object is in after the event, in alphabetical order; for {@link Kind#ENDED}
 *     those that it was in last
 * @param dwellMicros what ended with the event: time in the zone for {@link Kind#LEFT}, at rest for
 *     {@link Kind#MOVING}, in view for {@link Kind#ENDED}; null for other kinds
 * @param best frame so far
 * @param timedOut whether no frame brought it about, but the silence of the camera
 */
public record SceneEvent(
    UUID eventId,
    Kind kind,
    int number,
    long micros,
    TrackedObject object,
    String label,
    Size frameSize,
    @Nullable String zone,
    @Nullable String line,
    @Nullable Direction direction,
    List<String> zones,
    @Nullable Long dwellMicros,
    BestView best,
    boolean timedOut) {

  public SceneEvent {
    zones = List.copyOf(zones);
  }

  /** What happened. */
  public enum Kind {
    /** The object is shown for the first time; the zones that it stands in then are its zones. */
    NEW,
    /** It is still there, and something about it has changed. */
    UPDATE,
    /** It has entered a zone. */
    ENTERED,
    /** It has left a zone. */
    LEFT,
    /** It has crossed a line. */
    CROSSED,
    /** It has come to rest. */
    STATIONARY,
    /** It moves again. */
    MOVING,
    /** It is gone. */
    ENDED
  }
}
