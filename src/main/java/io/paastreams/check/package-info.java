/**
 * Checks before the start: each one examines one thing and reports everything that it finds, with
 * the remedy. The command {@code check} prints the findings; {@code run} starts only if there is no
 * fault.
 */
@NullMarked
package io.paastreams.check;

import org.jspecify.annotations.NullMarked;
