package io.paastreams.rules;

import io.paastreams.geometry.Size;
import io.paastreams.tracking.TrackedObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to one object, once.
 *
 * @param eventId stays the same when the same frames are judged again
 * @param number the number of the event within its track; 0 is {@link Kind#NEW}
 * @param micros capture time
 * @param object the object as the frame shows it; its phase is ENDED for {@link Kind#ENDED}
 * @param label the name of the object's class
 * @param frameSize the size of the frame in whose pixels the object's box is given
 * @param zone the zone that was entered or left; null for other kinds
 * @param line the line that was crossed; null for other kinds
 * @param direction the direction of the crossing; null for other kinds
 * @param zones the zones that the object is in after the event, in alphabetical order; for {@link
 *     Kind#ENDED}, those that it was last in
 * @param dwellMicros the duration that ended with the event, in microseconds: time in the zone for
 *     {@link Kind#LEFT}, at rest for {@link Kind#MOVING}, in view for {@link Kind#ENDED}; null for
 *     other kinds
 * @param best the best view of the object so far
 * @param timedOut whether the silence of the camera caused it rather than a frame
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
    /**
     * The object is seen for the first time. The zones that contain it at that moment are its
     * zones.
     */
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
