package io.paastreams.detection;

import io.paastreams.geometry.Box;

/**
 * One object found in a frame.
 *
 * @param box the box in pixels of the original frame
 * @param classId 0-based index into the {@link LabelMap}
 * @param score the confidence in [0, 1]
 */
public record Detection(Box box, int classId, float score) {}
