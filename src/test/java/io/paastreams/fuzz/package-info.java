/**
 * Everything that reads what a stranger wrote, under changed inputs: each is read or refused, in
 * bounded time and memory, with a message that names the thing.
 */
@NullMarked
package io.paastreams.fuzz;

import org.jspecify.annotations.NullMarked;
