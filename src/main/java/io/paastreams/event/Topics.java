package io.paastreams.event;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The topics of the pipeline. Keys are camera ids as UTF-8 text, so that the frames of one camera
 * stay in order; dead letters keep the bytes that they came with.
 */
public record Topics(
    Topic<String, Frame> frames,
    Topic<String, DetectedFrame> detections,
    Topic<String, SkippedFrame> skipped,
    Topic<byte[], byte[]> deadLetters) {

  /** Gives each topic its name and its serdes. */
  public static Topics of(TopicNames names, EventSerdes serdes) {
    Serde<String> cameraId = Serdes.String();
    return new Topics(
        new Topic<>(names.frames(), cameraId, serdes.frame()),
        new Topic<>(names.detections(), cameraId, serdes.detectedFrame()),
        new Topic<>(names.skipped(), cameraId, serdes.skippedFrame()),
        new Topic<>(names.deadLetters(), Serdes.ByteArray(), Serdes.ByteArray()));
  }
}
