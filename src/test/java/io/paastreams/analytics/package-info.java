@NullMarked
package io.paastreams.analytics;

import org.jspecify.annotations.NullMarked;
