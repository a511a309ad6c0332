/**
 * COCO metrics of a predictor that is passed in, and images of where it fails; metrics of a
 * tracker, whose ids and boxes are passed in as plain sequences.
 */
@NullMarked
package io.paastreams.evaluation;

import org.jspecify.annotations.NullMarked;
