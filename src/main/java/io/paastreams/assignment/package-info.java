/** Pairs the rows of a table with its columns at the best total. Knows no other package. */
@NullMarked
package io.paastreams.assignment;

import org.jspecify.annotations.NullMarked;
