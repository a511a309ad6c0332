package io.paastreams.event;

import io.paastreams.geometry.Box;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * One object of a {@link TrackedFrame} or a {@link Scene}, with its identity.
 *
 * @param trackId the same in every frame that shows the object
 * @param label that most detections of the object gave it
 * @param classId 0-based index of that label in the model's list
 * @param score of the last detection, in 0..1
 * @param box in pixels of the original frame
 * @param velocityX of the box's centre in pixels per second
 * @param velocityY likewise, downwards
 * @param stationary whether it stands still
 * @param zones names of the zones that it is in, in alphabetical order
 * @param age capture time since it was first seen, to the microsecond
 * @param unseen capture time since it was last seen, to the microsecond
 */
public record SceneObject(
    UUID trackId,
    String label,
    int classId,
    float score,
    Box box,
    float velocityX,
    float velocityY,
    TrackState state,
    boolean stationary,
    List<String> zones,
    Duration age,
    Duration unseen) {

  public SceneObject {
    zones = List.copyOf(zones);
  }
}
