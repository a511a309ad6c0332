/** Box coder, IoU and non-maximum suppression on arrays of boxes. */
@NullMarked
package io.paastreams.model.box;

import org.jspecify.annotations.NullMarked;
