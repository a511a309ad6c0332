package io.paastreams.detection;

/**
 * Identifies a model unambiguously.
 *
 * @param name the recipe's name
 * @param sha256 lower-case hexadecimal SHA-256 of the weights file
 */
public record ModelIdentity(String name, String sha256) {}
