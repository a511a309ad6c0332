package io.paastreams.rules;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was counted at one place in one window; final.
 *
 * @param windowId the same for the same camera, place, label and start
 * @param startMicros capture time, belongs to the window
 * @param endMicros capture time, does not belong to it
 * @param zone null: the whole frame, or a line
 * @param line null: the whole frame, or a zone
 * @param label only objects of this class; null: of all
 * @param entered {@code ENTERED} events; {@code NEW} ones for the whole frame
 * @param left {@code LEFT} events; {@code ENDED} ones for the whole frame
 * @param mostOccupancy the most objects that were there at the same time
 * @param meanOccupancy objects that were there, averaged over the part of the window that frames
 *     tell of
 * @param distinctTracks how many different objects were there, or crossed
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
