@NullMarked
package io.paastreams.setting;

import org.jspecify.annotations.NullMarked;
