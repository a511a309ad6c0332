/** What a detector finds in one frame: detections and the label map. */
@NullMarked
package io.paastreams.detection;

import org.jspecify.annotations.NullMarked;
