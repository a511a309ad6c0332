package io.paastreams.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was counted at one place of one camera in one span of capture time, as it lies on the counts
 * topic: one final record per window.
 *
 * @param windowId the same for the same camera, place, label and start
 * @param startTime belongs to the window
 * @param endTime belongs to the next window
 * @param zone that was counted in; null for the whole frame and for lines
 * @param line that was counted at; null for the whole frame and for zones
 * @param label of the objects that were counted; null for all of them
 * @param entered times that an object entered the zone or appeared in the frame
 * @param left times that an object left the zone or the frame
 * @param leftToRight crossings of the line, seen along it
 * @param rightToLeft crossings the other way
 * @param maxOccupancy the most objects at the same time
 * @param meanOccupancy objects averaged over the time of the window
 * @param distinctTracks different objects that were there, or crossed the line
 * @param rulesVersion in force; null if there were no rules
 */
public record CountWindow(
    UUID windowId,
    String cameraId,
    Instant startTime,
    Instant endTime,
    @Nullable String zone,
    @Nullable String line,
    @Nullable String label,
    int entered,
    int left,
    int leftToRight,
    int rightToLeft,
    int maxOccupancy,
    double meanOccupancy,
    int distinctTracks,
    ClosedBy closedBy,
    @Nullable String rulesVersion) {

  /** What ended a window. */
  public enum ClosedBy {
    /** A reason that this version does not know. */
    UNKNOWN,
    /** A later frame of the camera. */
    EVENT_TIME,
    /** The wall clock, because the camera sent nothing any more. */
    SILENCE
  }
}
