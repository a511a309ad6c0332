/** Convolution, normalisation and the few tensor operations that DJL lacks. */
@NullMarked
package io.paastreams.model.layer;

import org.jspecify.annotations.NullMarked;
