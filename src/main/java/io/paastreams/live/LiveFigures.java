package io.paastreams.live;

import java.util.Map;

/**
 * The page in numbers, for monitoring. Counts are since its server started.
 *
 * @param brokersAnswer whether the brokers have answered, and still do
 * @param registryAnswers whether records can be read
 * @param viewers browsers that are connected
 * @param sentFrames images with their boxes that went to browsers
 * @param sentBytes of these
 * @param droppedFrames that newer ones replaced because a browser was slower than its cameras
 * @param unreadable records that could not be read, by topic
 * @param cameras how many there are in each state, such as {@code live} or {@code silent}
 */
public record LiveFigures(
    boolean brokersAnswer,
    boolean registryAnswers,
    int viewers,
    long sentFrames,
    long sentBytes,
    long droppedFrames,
    Map<String, Long> unreadable,
    Map<String, Long> cameras) {}
