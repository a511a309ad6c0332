/** Compares what two models detected in the same frames, as read from two detections topics. */
@NullMarked
package io.paastreams.cli.compare;

import org.jspecify.annotations.NullMarked;
