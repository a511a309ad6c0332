package io.paastreams.dataset;

import org.jspecify.annotations.Nullable;

/**
 * The video and the frame that an image is.
 *
 * @param videoId the number of the video in the annotations
 * @param video the name of the video
 * @param number the number of the frame in the video; gaps between numbers are time that passed
 * @param framesPerSecond the frame numbers per second; null if the annotations do not say
 */
public record VideoPosition(
    long videoId, String video, long number, @Nullable Double framesPerSecond) {}
