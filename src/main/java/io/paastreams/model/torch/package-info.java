/**
 * The PyTorch engine of this process: which libraries it is loaded from, which devices it can use,
 * and in which number format it computes.
 */
@NullMarked
package io.paastreams.model.torch;

import org.jspecify.annotations.NullMarked;
