/** Trains PAA from a recipe: the loop, its data loading, checkpoints and progress. */
@NullMarked
package io.paastreams.training;

import org.jspecify.annotations.NullMarked;
