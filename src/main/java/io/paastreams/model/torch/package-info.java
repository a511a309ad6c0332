/**
 * The PyTorch engine of this process: which libraries it is loaded from, which devices it can use,
 * in which numbers it computes.
 */
@NullMarked
package io.paastreams.model.torch;

import org.jspecify.annotations.NullMarked;
