/** The stages' listener interfaces on Micrometer. The only package that knows Micrometer. */
@NullMarked
package io.paastreams.metrics;

import org.jspecify.annotations.NullMarked;
