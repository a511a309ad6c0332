package io.paastreams.pipeline;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The value of an output record together with its bytes. Results are serialised before they are
 * forwarded, because only then is it known whether the topic takes them; the sinks pass the bytes
 * on, other nodes of the topology take the value.
 */
sealed interface Written {

  record Detection(DetectedFrame frame, byte[] bytes) implements Written {}

  record Skip(SkippedFrame frame, byte[] bytes) implements Written {}

  record DeadLetter(FrameFailure failure, byte @Nullable [] bytes) implements Written {}

  byte @Nullable [] bytes();

  /** For the sinks. */
  static Serializer<Written> serializer() {
    return (topic, written) -> written.bytes();
  }
}
