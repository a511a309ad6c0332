/** Tables that commands print for people. */
@NullMarked
package io.paastreams.cli.table;

import org.jspecify.annotations.NullMarked;
