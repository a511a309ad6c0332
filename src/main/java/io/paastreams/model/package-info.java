/**
 * PAA composed from a recipe: the recipe, the weights, the network and the model folder.
 *
 * <p>From the file to the network:
 *
 * <ul>
 *   <li>a {@link ModelFolder} holds a recipe, labels, weights and perhaps ranges for int8: {@link
 *       RecipeYaml}, {@link Safetensors}, {@link RangesYaml};
 *   <li>a {@link Recipe} gives every constant of the paper its name; {@link RecipeFields} and
 *       {@link RecipeRule} read and check it;
 *   <li>a {@link Model} is a recipe with its labels and weights, the {@link StateDict}, which the
 *       {@link ParameterTable} checks for completeness;
 *   <li>{@link PaaParts} is the one place where a recipe becomes components, from {@link
 *       io.paastreams.model.backbone}, {@link io.paastreams.model.neck}, {@link
 *       io.paastreams.model.head}, {@link io.paastreams.model.anchor}, {@link
 *       io.paastreams.model.box} and {@link io.paastreams.model.postprocess}; {@link PaaNetwork}
 *       puts the network together from {@link io.paastreams.model.layer}s, with {@link
 *       BatchNormFolding} and an {@link InferenceLayout};
 *   <li>int8: {@link RangeFinder} observes {@link ActivationRanges} by a {@link RangeMethod}.
 * </ul>
 */
@NullMarked
package io.paastreams.model;

import org.jspecify.annotations.NullMarked;
