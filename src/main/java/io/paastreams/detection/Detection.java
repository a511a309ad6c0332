package io.paastreams.detection;

import io.paastreams.geometry.Box;

/**
 * One object found in a frame.
 *
 * @param box the box: x1, y1, x2, y2 in pixels of the original frame
 * @param classId the index into the {@link LabelMap}, from 0
 * @param score the confidence in [0, 1]
 */
public record Detection(Box box, int classId, float score) {}
