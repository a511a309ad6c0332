package io.paastreams.analytics;

import io.paastreams.event.DeadLetterReason;
import io.paastreams.streams.RecordFailure;

/** Why one detection record, or the state of one camera, became a dead letter. */
public sealed interface AnalyticsFailure extends RecordFailure {

  /** Boxes or scores are not numbers, or their processing failed unexpectedly. */
  record UnusableDetections(RuntimeException exception) implements AnalyticsFailure, Thrown {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.UNUSABLE_DETECTIONS;
    }

    @Override
    public String message() {
      return "the detections cannot be tracked: " + exception.getMessage();
    }
  }

  /** The stored state of the camera cannot be read; the camera starts afresh. */
  record UnreadableState(String cameraId, RuntimeException exception)
      implements AnalyticsFailure, Thrown {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.UNREADABLE_STATE;
    }

    @Override
    public String message() {
      return "the state of camera %s cannot be used, and the camera starts afresh: %s"
          .formatted(cameraId, exception.getMessage());
    }
  }
}
