package io.paastreams.rules;

import io.paastreams.geometry.Size;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.TrackedObject;
import java.util.List;
import java.util.Map;

/**
 * The tracker's result for one frame.
 *
 * @param identity the identity of the detection record, from which the ids of events and alerts are
 *     derived
 * @param place where the image is stored
 * @param captureMicros microseconds since the epoch; if it is older than that of the previous
 *     frame, both count as captured at the same time
 * @param size the size of the frame in whose pixels the boxes are given
 * @param objects the objects in the frame, the oldest first
 * @param ended the tracks that ended with this frame
 * @param labels the names of the classes by class id, as far as detections of the camera have named
 *     them; a class without a name is called {@code class-ID}
 */
public record SceneFrame(
    FrameIdentity identity,
    FramePlace place,
    long captureMicros,
    Size size,
    List<TrackedObject> objects,
    List<TrackedObject> ended,
    Map<Integer, String> labels) {

  public SceneFrame {
    objects = List.copyOf(objects);
    ended = List.copyOf(ended);
    labels = Map.copyOf(labels);
  }

  String label(TrackedObject object) {
    return labels.getOrDefault(object.classId(), "class-" + object.classId());
  }
}
