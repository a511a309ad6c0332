package io.paastreams.tracking;

import io.paastreams.geometry.Box;
import java.util.UUID;

/**
 * An object in a frame.
 *
 * @param trackId the track's id, the same from frame to frame
 * @param phase CONFIRMED if it was seen in this frame, COASTING if the box is predicted, ENDED if
 *     it is gone
 * @param box the filtered box in pixels, within the frame
 * @param classId the label that most detections gave it
 * @param score the score of the last detection, which is from another frame unless the phase is
 *     CONFIRMED
 * @param bestScore the best score of all detections
 * @param velocityX the velocity of the centre in pixels per second
 * @param velocityY the same for y, positive downwards
 * @param stationary whether it is stationary
 * @param firstSeenMicros the capture time of the first frame in which it was seen
 * @param lastSeenMicros the capture time of the last frame in which it was seen
 * @param observations the number of frames in which it was seen
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
