/** COCO metrics of a predictor that is passed in, and pictures of where it fails. */
@NullMarked
package io.paastreams.evaluation;

import org.jspecify.annotations.NullMarked;
