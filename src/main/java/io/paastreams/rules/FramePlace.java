package io.paastreams.rules;

/** Where the image of a frame lies; the rules only pass it on. */
public record FramePlace(String topic, int partition, long offset) {}
