package io.paastreams.rules;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.tracking.TrackedObject;
import java.util.ArrayList;
import java.util.List;

/**
 * An object that stood still when its track ended. It is most likely hidden rather than gone. For a
 * while it still counts for alerts, and an object of the same class that comes to rest in its place
 * takes over its stays, so that a parked car that was hidden by a lorry does not raise a second
 * alert.
 *
 * @param track the object as it was last remembered
 * @param place its box in 0..1 of the frame
 * @param untilMicros capture time at which it is forgotten
 */
public record ParkedTrack(SceneTrack track, Box place, long untilMicros) {

  static final long MEMORY = 30_000_000;
  private static final double SAME_PLACE = 0.5;

  static ParkedTrack of(SceneTrack track, TrackedObject object, Size frame, long micros) {
    return new ParkedTrack(track, place(object, frame), micros + MEMORY);
  }

  private static Box place(TrackedObject object, Size frame) {
    Box box = object.box();
    return new Box(
        box.x1() / frame.width(),
        box.y1() / frame.height(),
        box.x2() / frame.width(),
        box.y2() / frame.height());
  }

  boolean isSucceededBy(SceneTrack other, TrackedObject object, Size frame) {
    return other.label().equals(track.label()) && overlap(place(object, frame)) >= SAME_PLACE;
  }

  /** Intersection over union. */
  private double overlap(Box other) {
    double width = Math.min(place.x2(), other.x2()) - Math.max(place.x1(), other.x1());
    double height = Math.min(place.y2(), other.y2()) - Math.max(place.y1(), other.y1());
    double common = Math.max(width, 0) * Math.max(height, 0);
    double union = (double) place.area() + other.area() - common;
    return union > 0 ? common / union : 0;
  }

  /** The other object with this one's stays in the zones that contain both. */
  SceneTrack passOnTo(SceneTrack other) {
    List<ZoneStay> stays = new ArrayList<>(other.stays());
    stays.replaceAll(
        stay ->
            track.stays().stream()
                .filter(mine -> mine.zone().equals(stay.zone()))
                .filter(mine -> mine.inside() && stay.inside())
                .findFirst()
                .map(mine -> mine.countedIn(stay.countedWindow()))
                .orElse(stay));
    return other.restingSince(track.stationarySinceMicros(), track.stationaryEvent(), stays);
  }
}
