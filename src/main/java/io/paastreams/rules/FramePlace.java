package io.paastreams.rules;

/** Where the image of a frame is stored. The rules only pass this on. */
public record FramePlace(String topic, int partition, long offset) {}
