/** Boxes, sizes, polygons and other plane geometry. Depends on no other package. */
@NullMarked
package io.paastreams.geometry;

import org.jspecify.annotations.NullMarked;
