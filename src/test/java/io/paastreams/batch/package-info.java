@NullMarked
package io.paastreams.batch;

import org.jspecify.annotations.NullMarked;
