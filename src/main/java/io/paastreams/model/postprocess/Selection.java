package io.paastreams.model.postprocess;

/**
 * The locations of a batch that take part in post-processing, in plain memory.
 *
 * @param locations a picture
 * @param classes number of classes
 * @param scores (picture, location, class)
 * @param deltas (picture, location, 4)
 * @param anchors of the whole pyramid, x1, y1, x2, y2 in network pixels
 * @param anchorOf (picture, location): which of the anchors is the location's
 */
record Selection(
    int locations, int classes, float[] scores, float[] deltas, float[] anchors, int[] anchorOf) {}
