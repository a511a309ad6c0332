/**
 * OpenTelemetry spans of what happens to a frame. The header {@code traceparent} carries the trace
 * of a record, with or without this package; this package makes the spans that the headers name,
 * and sends them to a collector.
 *
 * <p>Names and attributes follow the semantic conventions {@value
 * io.paastreams.tracing.Tracing#SEMANTIC_CONVENTIONS} of OpenTelemetry, whose part on messaging is
 * still in development.
 */
@NullMarked
package io.paastreams.tracing;

import org.jspecify.annotations.NullMarked;
