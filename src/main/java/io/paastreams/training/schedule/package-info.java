/** Learning rates by iteration, and the optimizers that apply them. */
@NullMarked
package io.paastreams.training.schedule;

import org.jspecify.annotations.NullMarked;
