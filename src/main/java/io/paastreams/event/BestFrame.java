package io.paastreams.event;

import io.paastreams.geometry.Box;
import java.time.Instant;

/**
 * The frame that shows an object best, from which thumbnails are cut.
 *
 * @param source the position of the frame event
 * @param box the object's box: x1, y1, x2, y2 in pixels of the original frame
 */
public record BestFrame(SourceOffset source, Instant captureTime, Box box) {}
