package io.paastreams.training;

import io.paastreams.dataset.Augmenter;
import io.paastreams.dataset.PictureSource;
import io.paastreams.dataset.SampleOrder;

/**
 * What is trained on.
 *
 * @param order which sample comes when
 * @param source the samples' pixels
 * @param augmenter makes training pictures of samples
 * @param samples in one pass over the data
 */
public record TrainingData(
    SampleOrder order, PictureSource source, Augmenter augmenter, long samples) {}
