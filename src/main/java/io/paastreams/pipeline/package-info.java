/**
 * The detection application: it reads frames and writes detections, skipped frames and dead
 * letters. What it shares with other applications is in {@link io.paastreams.streams}.
 */
@NullMarked
package io.paastreams.pipeline;

import org.jspecify.annotations.NullMarked;
