/** Enforces the boundaries between the packages. */
@NullMarked
package io.paastreams.architecture;

import org.jspecify.annotations.NullMarked;
