package io.paastreams.pipeline;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.DetectionId;
import io.paastreams.event.Frame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Size;
import io.paastreams.inference.Detector;
import io.paastreams.streams.RecordFailure;
import java.time.Instant;
import java.util.List;

/** What became of a frame. */
sealed interface FrameOutcome {

  record Detected(DetectedFrame frame) implements FrameOutcome {

    /**
     * What a detector found in a frame.
     *
     * @throws RuntimeException if it makes no sense, such as a class without a label
     */
    static Detected of(
        Frame frame,
        SourceOffset source,
        Size frameSize,
        List<Detection> found,
        Detector detector,
        Instant now) {
      String sha256 = detector.model().sha256();
      DetectionTerms terms = detector.terms();
      List<Detection> sure = terms.sure(found);
      List<Detection> faint = terms.faint(found);
      return new Detected(
          new DetectedFrame(
              DetectionId.of(frame.cameraId(), source, sha256),
              frame.frameId(),
              frame.cameraId(),
              frame.sessionId(),
              frame.sequence(),
              frameSize,
              sure,
              labels(sure, detector),
              detector.model().name(),
              sha256,
              source,
              frame.captureTime(),
              frame.ingestTime(),
              now,
              terms,
              faint,
              labels(faint, detector)));
    }

    private static List<String> labels(List<Detection> detections, Detector detector) {
      return detections.stream().map(each -> detector.labels().label(each.classId())).toList();
    }
  }

  record Skipped(SkippedFrame frame) implements FrameOutcome {

    static Skipped of(Frame frame, SourceOffset source, SkipReason reason, Instant now) {
      return new Skipped(
          new SkippedFrame(
              frame.frameId(),
              frame.cameraId(),
              frame.sessionId(),
              frame.sequence(),
              reason,
              source,
              frame.captureTime(),
              frame.ingestTime(),
              now));
    }
  }

  record Failed(RecordFailure failure) implements FrameOutcome {}
}
