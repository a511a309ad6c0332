package io.paastreams.event;

import io.paastreams.geometry.Box;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * One object of a {@link TrackedFrame} or a {@link Scene}, with its identity.
 *
 * @param trackId the same id in every frame that shows the object
 * @param label the label that most detections of the object gave it
 * @param classId the index of that label in the model's list, from 0
 * @param score the score of the last detection, in [0, 1]
 * @param box x1, y1, x2, y2 in pixels of the original frame
 * @param velocityX the horizontal velocity of the box's centre in pixels per second
 * @param velocityY the vertical velocity, positive downwards
 * @param stationary whether it stands still
 * @param zones the names of the zones that it is in, in alphabetical order
 * @param age the capture time since it was first seen, to the microsecond
 * @param unseen the capture time since it was last seen, to the microsecond
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
