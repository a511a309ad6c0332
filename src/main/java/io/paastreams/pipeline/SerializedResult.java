package io.paastreams.pipeline;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.streams.RecordFailure;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The value of an output record together with its bytes. Results are serialised before they are
 * forwarded, because their size must be known to tell whether the topic accepts them; the sinks
 * pass on the bytes, and other nodes of the topology use the value.
 */
sealed interface SerializedResult {

  record Detection(DetectedFrame frame, byte[] bytes) implements SerializedResult {
    @Override
    public String sink() {
      return DetectionTopology.DETECTIONS;
    }
  }

  record Skip(SkippedFrame frame, byte[] bytes) implements SerializedResult {
    @Override
    public String sink() {
      return DetectionTopology.SKIPPED;
    }
  }

  record DeadLetter(RecordFailure failure, byte @Nullable [] bytes) implements SerializedResult {
    @Override
    public String sink() {
      return DetectionTopology.DEAD_LETTERS;
    }
  }

  byte @Nullable [] bytes();

  /** The node of the topology to which it is forwarded. */
  String sink();

  /** The serializer for the sinks. */
  static Serializer<SerializedResult> serializer() {
    return (topic, result) -> result.bytes();
  }
}
