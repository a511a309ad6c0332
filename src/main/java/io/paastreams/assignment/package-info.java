/** Pairs the rows of a table with its columns for the best total. Depends on no other package. */
@NullMarked
package io.paastreams.assignment;

import org.jspecify.annotations.NullMarked;
