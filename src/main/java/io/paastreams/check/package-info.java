/**
 * What can be known before the start: each check examines one thing and reports everything that it
 * finds, with the remedy. The command {@code check} prints the findings; {@code run} starts only if
 * there is no fault.
 */
@NullMarked
package io.paastreams.check;

import org.jspecify.annotations.NullMarked;
