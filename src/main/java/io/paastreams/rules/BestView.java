package io.paastreams.rules;

import io.paastreams.geometry.Box;

/**
 * The frame that shows an object best: the one with the highest score, and the first one if several
 * are equal.
 *
 * @param place where its image is stored
 * @param captureMicros capture time of that frame, in microseconds since 1970
 * @param box the object's box in that frame: x1, y1, x2, y2 in pixels
 * @param score of the object's detection in that frame
 */
public record BestView(FramePlace place, long captureMicros, Box box, float score) {}
