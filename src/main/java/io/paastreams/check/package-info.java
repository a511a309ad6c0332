/**
 * What can be known before the start: each check asks one thing and says everything that it finds,
 * with the remedy. The command {@code check} prints it, {@code run} starts only if there is no
 * fault.
 */
@NullMarked
package io.paastreams.check;

import org.jspecify.annotations.NullMarked;
