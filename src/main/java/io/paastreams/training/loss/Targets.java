package io.paastreams.training.loss;

/**
 * What a batch of N images with A anchors each should learn. Arrays are not copied.
 *
 * @param images N
 * @param anchorsPerImage A
 * @param invalid flat indices {@code image * A + anchor} of anchors that learn nothing
 * @param positives flat indices of the anchors that learn an object (P)
 * @param classes the class of each positive's object
 * @param boxes the box of each positive's object, {@code 4 * P} values in network pixels
 * @param anchors the anchor of each positive, {@code 4 * P} values in network pixels
 */
public record Targets(
    int images,
    int anchorsPerImage,
    int[] invalid,
    int[] positives,
    int[] classes,
    float[] boxes,
    float[] anchors) {}
