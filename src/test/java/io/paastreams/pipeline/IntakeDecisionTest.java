package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Size;
import io.paastreams.pipeline.IntakeDecision.Admitted;
import io.paastreams.pipeline.IntakeDecision.Settled;
import io.paastreams.pipeline.admission.Admission;
import io.paastreams.pipeline.admission.AdmissionConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.EveryFrameLane;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class IntakeDecisionTest {

  private final byte[] value = new byte[40];
  private final InputRecord input =
      new InputRecord(new SourceOffset("frames.v1", 0, 7), null, value, 0, new RecordHeaders());

  @Test
  void anImageWithinItsRecord_takesNoMemoryBesideIt() {
    ByteBuffer within = ByteBuffer.wrap(value, 20, 12);

    assertThat(bytesBeside(new Encoded(Encoding.JPEG, within))).isZero();
    assertThat(bytesBeside(new Raw(PixelFormat.RGB8, new Size(2, 2), within))).isZero();
    assertThat(bytesBeside(new ClaimCheck("file:///a", 7, "0".repeat(64), "image/png"))).isZero();
  }

  @Test
  void aCopiedImage_takesItsOwn() {
    ByteBuffer direct = ByteBuffer.allocateDirect(12);

    assertThat(bytesBeside(new Encoded(Encoding.JPEG, new byte[30]))).isEqualTo(30);
    assertThat(bytesBeside(new Raw(PixelFormat.RGB8, new Size(2, 2), direct))).isEqualTo(12);
  }

  @Test
  void whatIsNotDetected_hasNoImage() {
    IntakeDecision failed =
        new Settled(new FrameOutcome.Failed(new RecordFailure.NoValue("frame event")));

    assertThat(failed.bytesBeside(input)).isZero();
  }

  private int bytesBeside(FramePayload payload) {
    Frame frame = PixelFrames.frame(0, 0, payload);
    AdmissionRule rule = Admission.rule(camera(), new RecordHeaders());
    return new Admitted(frame, rule, EveryFrameLane.INSTANCE).bytesBeside(input);
  }

  private static Admission.Camera camera() {
    return new Admission(AdmissionConfig.EVERY_FRAME).camera("camera");
  }
}
