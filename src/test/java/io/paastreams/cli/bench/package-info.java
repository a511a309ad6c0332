/** Tests of what bench makes of its measurements. */
@NullMarked
package io.paastreams.cli.bench;

import org.jspecify.annotations.NullMarked;
