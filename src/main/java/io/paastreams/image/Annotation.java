package io.paastreams.image;

import io.paastreams.geometry.Box;

/**
 * One labelled box to draw.
 *
 * @param box the box: x1, y1, x2, y2 in pixels of the image
 * @param label what to write above it
 * @param score the score in [0, 1]
 * @param colorIndex boxes with the same index get the same color; usually the class id
 */
public record Annotation(Box box, String label, float score, int colorIndex) {}
