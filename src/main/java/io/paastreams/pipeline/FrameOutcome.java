package io.paastreams.pipeline;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;

/** What became of a frame. */
sealed interface FrameOutcome {

  record Detected(DetectedFrame frame) implements FrameOutcome {}

  record Skipped(SkippedFrame frame) implements FrameOutcome {}

  record Failed(FrameFailure failure) implements FrameOutcome {}
}
