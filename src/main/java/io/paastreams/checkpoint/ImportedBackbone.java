package io.paastreams.checkpoint;

import io.paastreams.model.Recipe;
import io.paastreams.model.StateDict;

/**
 * A trained ResNet from which a detector's training can start.
 *
 * @param weights the weights under the detector's names, {@code backbone.conv1.weight} and so on
 */
public record ImportedBackbone(Recipe.Backbone backbone, StateDict weights) {}
