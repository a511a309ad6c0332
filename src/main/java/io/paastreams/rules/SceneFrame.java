package io.paastreams.rules;

import io.paastreams.geometry.Size;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.TrackedObject;
import java.util.List;
import java.util.Map;

/**
 * What the tracker said of one frame.
 *
 * @param identity of the detection record: what the ids of events and alerts are made of
 * @param place where the image lies
 * @param captureMicros microseconds since the epoch; if it is older than the frame before, it
 *     counts as taken at the same time
 * @param size of the frame, in whose pixels the boxes are
 * @param objects that the frame shows, the oldest first
 * @param ended tracks that have ended with this frame
 * @param labels names of the classes by class id, as far as any detection of the camera named them;
 *     a class without a name is called {@code class-ID}
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
