package io.paastreams.pipeline;

import io.paastreams.event.Frame;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.CameraLane;
import io.paastreams.streams.InputRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to become of a record that was read. */
sealed interface IntakeDecision {

  /** Nothing is to be detected. */
  record Settled(FrameOutcome outcome) implements IntakeDecision {}

  /**
   * A frame to be detected.
   *
   * @param lane the lane of its camera
   */
  record Admitted(Frame frame, AdmissionRule rule, CameraLane lane) implements IntakeDecision {}

  /** When the frame was captured; null if its record could not be read. */
  default @Nullable Instant captureTime() {
    if (this instanceof Admitted admitted) {
      return admitted.frame().captureTime();
    }
    return ((Settled) this).outcome() instanceof FrameOutcome.Skipped skipped
        ? skipped.frame().captureTime()
        : null;
  }

  /**
   * The bytes of the frame's image outside its record, because a user's Serde class may have copied
   * them.
   */
  default int bytesBeside(InputRecord input) {
    if (!(this instanceof Admitted admitted)) {
      return 0;
    }
    ByteBuffer bytes = admitted.frame().payload().bytes();
    return bytes.hasArray() && bytes.array() == input.value() ? 0 : bytes.remaining();
  }

  default CameraLane.Work work() {
    return this instanceof Admitted admitted ? admitted.lane().work() : CameraLane.Work.NONE;
  }
}
