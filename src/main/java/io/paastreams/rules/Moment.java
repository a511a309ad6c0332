package io.paastreams.rules;

import io.paastreams.geometry.Size;
import io.paastreams.rules.SceneEvent.Kind;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.TrackedObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all objects of a frame while it is judged.
 *
 * @param frame which frame it is; null if there has been none yet
 * @param timedOut whether there is no frame, because the camera has fallen silent
 * @param events takes the events of all objects
 */
record Moment(
    CameraRules rules,
    Counter counter,
    @Nullable FrameIdentity frame,
    long micros,
    Size size,
    boolean timedOut,
    List<SceneEvent> events) {

  /**
   * The id of an event of this frame.
   *
   * @param place the zone or line; null if the event has none
   */
  UUID eventId(Kind kind, UUID track, @Nullable String place) {
    return Ids.event(frame, micros, kind, track, place);
  }

  boolean contains(Zone zone, TrackedObject object, String label) {
    return zone.takes(label) && zone.polygon().contains(zone.anchor().of(object.box(), size));
  }
}
