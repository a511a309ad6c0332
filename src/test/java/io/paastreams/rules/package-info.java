@NullMarked
package io.paastreams.rules;

import org.jspecify.annotations.NullMarked;
