@NullMarked
package io.paastreams.pipeline;

import org.jspecify.annotations.NullMarked;
