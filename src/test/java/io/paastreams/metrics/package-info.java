@NullMarked
package io.paastreams.metrics;

import org.jspecify.annotations.NullMarked;
