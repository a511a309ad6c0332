/** Boxes, sizes and other plane geometry in pixels. Knows no other package. */
@NullMarked
package io.paastreams.geometry;

import org.jspecify.annotations.NullMarked;
