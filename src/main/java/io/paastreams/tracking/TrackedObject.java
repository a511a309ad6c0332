package io.paastreams.tracking;

import io.paastreams.geometry.Box;
import java.util.UUID;

/**
 * An object in a frame.
 *
 * @param trackId the same from frame to frame
 * @param phase CONFIRMED if it was seen in this frame, COASTING if the box is predicted, ENDED if
 *     it is gone
 * @param box filtered, in pixels, within the frame
 * @param classId the label that most detections gave it
 * @param score of the last detection, which is another frame's unless the phase is CONFIRMED
 * @param bestScore of all of them
 * @param velocityX of the centre in pixels a second
 * @param velocityY likewise, downwards
 * @param stationary whether it stands
 * @param firstSeenMicros capture time of the first frame that it was seen in
 * @param lastSeenMicros of the last one
 * @param observations frames that it was seen in
 */
public record TrackedObject(
    UUID trackId,
    TrackPhase phase,
    Box box,
    int classId,
    float score,
    float bestScore,
    float velocityX,
    float velocityY,
    boolean stationary,
    long firstSeenMicros,
    long lastSeenMicros,
    int observations) {}
