/** Turns images into detections. This package owns native memory and the device. */
@NullMarked
package io.paastreams.inference;

import org.jspecify.annotations.NullMarked;
