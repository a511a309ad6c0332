package io.paastreams.checkpoint;

import io.paastreams.model.Recipe;
import io.paastreams.model.StateDict;

/**
 * A trained ResNet to start a detector's training from.
 *
 * @param weights by the detector's names, {@code backbone.conv1.weight} and so on
 */
public record ImportedBackbone(Recipe.Backbone backbone, StateDict weights) {}
