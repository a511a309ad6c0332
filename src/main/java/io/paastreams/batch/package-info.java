/** Micro-batching of independent requests by size or deadline. Knows neither Kafka nor DJL. */
@NullMarked
package io.paastreams.batch;

import org.jspecify.annotations.NullMarked;
