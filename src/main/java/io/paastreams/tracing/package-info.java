/**
 * Spans of what happens to a frame, for OpenTelemetry. Which trace a record belongs to is carried
 * by its header {@code traceparent}, with or without this package; here the spans are made that the
 * headers name, and sent to a collector.
 *
 * <p>Names and attributes follow the semantic conventions {@value
 * io.paastreams.tracing.Tracing#SEMANTIC_CONVENTIONS} of OpenTelemetry, whose part on messaging is
 * still in development.
 */
@NullMarked
package io.paastreams.tracing;

import org.jspecify.annotations.NullMarked;
