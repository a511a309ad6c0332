/** Boxes, sizes, polygons and other plane geometry. Knows no other package. */
@NullMarked
package io.paastreams.geometry;

import org.jspecify.annotations.NullMarked;
