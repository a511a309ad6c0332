@NullMarked
package io.paastreams.streams;

import org.jspecify.annotations.NullMarked;
