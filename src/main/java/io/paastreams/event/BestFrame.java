package io.paastreams.event;

import io.paastreams.geometry.Box;
import java.time.Instant;

/**
 * The frame that shows an object best: what a thumbnail is cut from.
 *
 * @param source of the frame event
 * @param box of the object in pixels of the original frame
 */
public record BestFrame(SourceOffset source, Instant captureTime, Box box) {}
