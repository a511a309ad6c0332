/**
 * Puts dead letters back onto the frames topic: {@link io.paastreams.replay.ReplayOptions} say
 * which, {@link io.paastreams.replay.DeadLetterReplay} reads and writes them in transactions, and
 * {@link io.paastreams.replay.ReplayReport} counts what was put back.
 */
@NullMarked
package io.paastreams.replay;

import org.jspecify.annotations.NullMarked;
