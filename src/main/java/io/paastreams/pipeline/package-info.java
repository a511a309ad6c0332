/**
 * The detection application: frames in, detections, skipped frames and dead letters out. What it
 * shares with other applications is in {@link io.paastreams.streams}.
 */
@NullMarked
package io.paastreams.pipeline;

import org.jspecify.annotations.NullMarked;
