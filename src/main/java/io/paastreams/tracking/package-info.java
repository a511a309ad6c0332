/**
 * Turns detections into objects with identities: pure functions of one camera's state and the next
 * frame.
 *
 * <pre>
 *   Observation + TrackerState -- Tracker --> TrackedObjects, ended ones + TrackerState
 *                                    |
 *                 Pairing (assignment), Motion, LabelVotes, Stillness
 * </pre>
 *
 * <p>Boxes are x1, y1, x2, y2 in pixels of the frame; times are microseconds of capture.
 */
@NullMarked
package io.paastreams.tracking;

import org.jspecify.annotations.NullMarked;
