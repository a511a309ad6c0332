/** PAA composed from a recipe: the recipe, the weights, the network and the model folder. */
@NullMarked
package io.paastreams.model;

import org.jspecify.annotations.NullMarked;
