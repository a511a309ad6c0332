/** Focal, GIoU and IoU losses with their gradients, and their sum over a batch. */
@NullMarked
package io.paastreams.training.loss;

import org.jspecify.annotations.NullMarked;
