@NullMarked
package io.paastreams.cli;

import org.jspecify.annotations.NullMarked;
