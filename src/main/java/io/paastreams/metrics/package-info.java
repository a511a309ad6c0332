/**
 * Implements the stages' listener interfaces with Micrometer. This is the only package that knows
 * Micrometer.
 */
@NullMarked
package io.paastreams.metrics;

import org.jspecify.annotations.NullMarked;
