/**
 * COCO metrics of a predictor that is passed in, and pictures of where it fails; metrics of a
 * tracker, whose ids and boxes come as plain sequences.
 */
@NullMarked
package io.paastreams.evaluation;

import org.jspecify.annotations.NullMarked;
