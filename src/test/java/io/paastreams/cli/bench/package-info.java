/** Tests of how {@code bench} evaluates its measurements. */
@NullMarked
package io.paastreams.cli.bench;

import org.jspecify.annotations.NullMarked;
