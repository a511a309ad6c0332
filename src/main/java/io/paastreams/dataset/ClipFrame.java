package io.paastreams.dataset;

/**
 * The position of an image in a video clip.
 *
 * @param file the clip's path relative to the clips' folder
 * @param index the index of the frame, counted from 0 in decoding order
 * @param distance how far its objects are, as annotated ("close", "medium", "distant"); may be
 *     empty
 */
public record ClipFrame(String file, int index, String distance) {}
