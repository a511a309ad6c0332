package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.detection.Profile;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.EventSamples;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaintDetectionsTest {

  private static final Detection SURE = new Detection(new Box(0, 0, 1, 1), 0, 0.6f);
  private static final Detection ON_THE_THRESHOLD = new Detection(new Box(2, 0, 3, 1), 1, 0.5f);
  private static final Detection FAINT = new Detection(new Box(4, 0, 5, 1), 1, 0.3f);

  private static DetectedFrame detected(DetectionTerms terms) {
    Frame frame = EventSamples.frame(new Encoded(Encoding.JPEG, new byte[1]));
    return FrameOutcome.Detected.of(
            frame,
            new SourceOffset("frames.v1", 0, 1),
            new Size(8, 8),
            List.of(SURE, ON_THE_THRESHOLD, FAINT),
            new Fixed(terms),
            Instant.EPOCH)
        .frame();
  }

  @Test
  void whatDoesNotExceedTheScoreThreshold_liesApart_withLabelsOfItsOwn() {
    DetectionTerms terms = new DetectionTerms(Profile.SERVING, 0.5f, 0.2f);
    DetectedFrame frame = detected(terms);
    assertThat(frame.terms()).isEqualTo(terms);
    assertThat(frame.detections()).containsExactly(SURE);
    assertThat(frame.labels()).containsExactly("bird");
    assertThat(frame.faint()).containsExactly(ON_THE_THRESHOLD, FAINT);
    assertThat(frame.faintLabels()).containsExactly("drone", "drone");
  }

  @Test
  void withoutFaintThreshold_everythingIsADetection() {
    DetectedFrame frame = detected(new DetectionTerms(Profile.REFERENCE, 0.05f, null));
    assertThat(frame.detections()).containsExactly(SURE, ON_THE_THRESHOLD, FAINT);
    assertThat(frame.faint()).isEmpty();
  }

  private record Fixed(DetectionTerms terms) implements Detector {

    @Override
    public List<List<Detection>> detect(List<PreparedImage> batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public LabelMap labels() {
      return new LabelMap(List.of("bird", "drone"));
    }

    @Override
    public ModelIdentity model() {
      return new ModelIdentity("fixed", "0".repeat(64));
    }

    @Override
    public void close() {}
  }
}
