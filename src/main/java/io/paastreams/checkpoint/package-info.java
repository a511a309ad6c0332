/**
 * Downloads and reads PyTorch checkpoints of mmdetection's PAA without executing anything that they
 * contain.
 */
@NullMarked
package io.paastreams.checkpoint;

import org.jspecify.annotations.NullMarked;
