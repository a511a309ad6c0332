package io.paastreams.rules;

import io.paastreams.geometry.Box;

/**
 * The frame that shows an object best: the one with the highest score, the first of equal ones.
 *
 * @param place where its image lies
 * @param captureMicros capture time of that frame
 * @param box of the object in pixels of that frame
 * @param score of the object's detection in that frame
 */
public record BestView(FramePlace place, long captureMicros, Box box, float score) {}
