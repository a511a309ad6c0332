/**
 * Runs every reader of untrusted bytes on changed inputs: each input is read or refused, in bounded
 * time and memory, with a message that names what was read.
 */
@NullMarked
package io.paastreams.fuzz;

import org.jspecify.annotations.NullMarked;
