package io.paastreams.checkpoint;

import io.paastreams.model.Model;

/**
 * A checkpoint converted to this project's model.
 *
 * @param model the model, whose {@code sha256} is that of the checkpoint file
 */
public record ImportedModel(Model model, ImportReport report) {}
