package io.paastreams.live;

import java.util.Map;

/**
 * The page in numbers, for whoever watches it. Counts are since its server started.
 *
 * @param brokersAnswer whether they have, and do so still
 * @param registryAnswers whether records can be read
 * @param viewers browsers that are connected
 * @param sentFrames images with their boxes that went to browsers
 * @param sentBytes of these
 * @param unreadable records that could not be read, by topic
 * @param cameras how many there are in each state, such as {@code live} or {@code silent}
 */
public record LiveFigures(
    boolean brokersAnswer,
    boolean registryAnswers,
    int viewers,
    long sentFrames,
    long sentBytes,
    Map<String, Long> unreadable,
    Map<String, Long> cameras) {}
