/** The commands. Nothing imports this package. */
@NullMarked
package io.paastreams.cli;

import org.jspecify.annotations.NullMarked;
