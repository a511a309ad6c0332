/**
 * The Kafka Streams topology: frames in, detections, skipped frames and dead letters out. The only
 * package that knows Kafka Streams.
 */
@NullMarked
package io.paastreams.pipeline;

import org.jspecify.annotations.NullMarked;
