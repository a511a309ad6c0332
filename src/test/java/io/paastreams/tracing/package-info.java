@NullMarked
package io.paastreams.tracing;

import org.jspecify.annotations.NullMarked;
