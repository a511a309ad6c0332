package io.paastreams.dataset;

import org.jspecify.annotations.Nullable;

/**
 * Which frame of which video an image is.
 *
 * @param videoId the annotations' number of the video
 * @param video its name
 * @param number of the frame within it; numbers may have gaps, which are time that went by
 * @param framesPerSecond how many numbers a second takes; null if the annotations do not say
 */
public record VideoPosition(
    long videoId, String video, long number, @Nullable Double framesPerSecond) {}
