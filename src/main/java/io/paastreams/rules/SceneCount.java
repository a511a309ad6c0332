package io.paastreams.rules;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The final counts of one place in one window.
 *
 * @param windowId the same for the same camera, place, label and start
 * @param startMicros capture time of the window's start, inclusive
 * @param endMicros capture time of its end, exclusive
 * @param zone the zone; null for the whole frame or a line
 * @param line the line; null for the whole frame or a zone
 * @param label the only class that is counted; null for all classes
 * @param entered the number of {@code ENTERED} events, or of {@code NEW} events for the whole frame
 * @param left the number of {@code LEFT} events, or of {@code ENDED} events for the whole frame
 * @param mostOccupancy the largest number of objects that were there at the same time
 * @param meanOccupancy the number of objects, averaged over the part of the window that frames
 *     cover
 * @param distinctTracks the number of different objects that were there or crossed
 * @param bySilence whether the window was closed because the camera fell silent
 */
public record SceneCount(
    UUID windowId,
    long startMicros,
    long endMicros,
    @Nullable String zone,
    @Nullable String line,
    @Nullable String label,
    int entered,
    int left,
    int leftToRight,
    int rightToLeft,
    int mostOccupancy,
    double meanOccupancy,
    int distinctTracks,
    boolean bySilence) {}
