package io.paastreams.pipeline;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.DetectionId;
import io.paastreams.event.Frame;
import io.paastreams.event.Lineage;
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
      DetectionTerms terms = detector.terms();
      List<Detection> sure = terms.sure(found);
      List<Detection> faint = terms.faint(found);
      return new Detected(
          new DetectedFrame(
                  DetectionId.of(frame.cameraId(), source, detector.model().sha256()),
                  Lineage.of(frame, source),
                  frameSize,
                  sure,
                  labels(sure, detector),
                  detector.model(),
                  now)
              .withFaint(terms, faint, labels(faint, detector)));
    }

    private static List<String> labels(List<Detection> detections, Detector detector) {
      return detections.stream().map(each -> detector.labels().label(each.classId())).toList();
    }
  }

  record Skipped(SkippedFrame frame) implements FrameOutcome {

    static Skipped of(Frame frame, SourceOffset source, SkipReason reason, Instant now) {
      return new Skipped(new SkippedFrame(Lineage.of(frame, source), reason, now));
    }
  }

  record Failed(RecordFailure failure) implements FrameOutcome {}
}
