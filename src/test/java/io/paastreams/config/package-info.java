@NullMarked
package io.paastreams.config;

import org.jspecify.annotations.NullMarked;
