package io.paastreams.checkpoint;

import io.paastreams.model.Model;

/**
 * A checkpoint as the project's own model.
 *
 * @param model its {@code sha256} is that of the checkpoint file
 */
public record ImportedModel(Model model, ImportReport report) {}
