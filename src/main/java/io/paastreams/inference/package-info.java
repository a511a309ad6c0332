/** Pictures in, detections out. Owns native memory and the device. */
@NullMarked
package io.paastreams.inference;

import org.jspecify.annotations.NullMarked;
