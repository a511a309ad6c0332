/**
 * Fetches and reads PyTorch checkpoints of mmdetection's PAA without running anything that they
 * contain.
 */
@NullMarked
package io.paastreams.checkpoint;

import org.jspecify.annotations.NullMarked;
