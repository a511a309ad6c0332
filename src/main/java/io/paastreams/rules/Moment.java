package io.paastreams.rules;

import io.paastreams.geometry.Point;
import io.paastreams.geometry.Size;
import io.paastreams.rules.SceneEvent.Kind;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.TrackedObject;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
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

  private static final double UNCLEAR = 0.1;

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

  /**
   * Whether an object is too near to a border to tell on which side of it it stands: within a tenth
   * of its height, which the detector's noise may move it.
   *
   * @param side tells the side of a point
   * @param position the position of the object, in 0..1 of the frame
   */
  boolean isUnclear(TrackedObject object, Point position, ToIntFunction<Point> side) {
    double margin = UNCLEAR * object.box().height();
    double dx = margin / size.width();
    double dy = margin / size.height();
    int here = side.applyAsInt(position);
    return Stream.of(
            new Point(position.x() - dx, position.y()),
            new Point(position.x() + dx, position.y()),
            new Point(position.x(), position.y() - dy),
            new Point(position.x(), position.y() + dy))
        .anyMatch(near -> side.applyAsInt(near) != here);
  }
}
