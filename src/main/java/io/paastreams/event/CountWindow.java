package io.paastreams.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was counted at one place of one camera in one span of capture time: a record of the counts
 * topic, one final record per window.
 *
 * @param windowId the same for the same camera, place, label and start
 * @param startTime the start, inclusive
 * @param endTime the end, exclusive
 * @param zone the zone in which objects were counted; null for the whole frame and for lines
 * @param line the line at which objects were counted; null for the whole frame and for zones
 * @param label the label of the counted objects; null for all labels
 * @param entered how often an object entered the zone or appeared in the frame
 * @param left how often an object left the zone or the frame
 * @param leftToRight crossings of the line from left to right, looking along it
 * @param rightToLeft crossings the other way
 * @param maxOccupancy the maximum number of objects at the same time
 * @param meanOccupancy the number of objects, averaged over the time of the window
 * @param distinctTracks the number of different objects that were there, or crossed the line
 * @param rulesVersion the version of the rules in force; null if there were no rules
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
    /** The wall clock, because the camera no longer sent anything. */
    SILENCE
  }
}
