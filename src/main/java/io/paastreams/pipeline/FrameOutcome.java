package io.paastreams.pipeline;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Frame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import java.time.Instant;

/** What became of a frame. */
sealed interface FrameOutcome {

  record Detected(DetectedFrame frame) implements FrameOutcome {}

  record Skipped(SkippedFrame frame) implements FrameOutcome {

    static Skipped of(Frame frame, SourceOffset source, SkipReason reason, Instant now) {
      return new Skipped(
          new SkippedFrame(
              frame.frameId(),
              frame.cameraId(),
              frame.sequence(),
              reason,
              source,
              frame.captureTime(),
              frame.ingestTime(),
              now));
    }
  }

  record Failed(FrameFailure failure) implements FrameOutcome {}
}
