@NullMarked
package io.paastreams.live;

import org.jspecify.annotations.NullMarked;
