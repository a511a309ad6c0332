/** Turns head outputs into detections: scoring, NMS, score voting (PAA, section 3.4). */
@NullMarked
package io.paastreams.model.postprocess;

import org.jspecify.annotations.NullMarked;
