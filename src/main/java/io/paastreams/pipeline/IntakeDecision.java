package io.paastreams.pipeline;

import io.paastreams.event.Frame;
import io.paastreams.streams.InputRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record that was looked at, and what is to become of it. */
sealed interface IntakeDecision {

  /** Nothing is to be detected. */
  record Settled(FrameOutcome outcome) implements IntakeDecision {}

  /**
   * A frame to be detected.
   *
   * @param lane its camera's
   */
  record Admitted(Frame frame, AdmissionRule rule, CameraLane lane) implements IntakeDecision {}

  /** What a frame means to a window whose device is busy. */
  enum Work {
    /** One frame more for the device. */
    MORE,
    /** A newer frame in place of one that waits. */
    NEWER,
    /** Nothing to wait for. */
    NONE
  }

  /** When the frame was captured; null if its record could not be read. */
  default @Nullable Instant captureTime() {
    if (this instanceof Admitted admitted) {
      return admitted.frame().captureTime();
    }
    return ((Settled) this).outcome() instanceof FrameOutcome.Skipped skipped
        ? skipped.frame().captureTime()
        : null;
  }

  /** Bytes of the frame's picture outside its record: a user's Serde class may have copied them. */
  default int bytesBeside(InputRecord input) {
    if (!(this instanceof Admitted admitted)) {
      return 0;
    }
    ByteBuffer bytes = admitted.frame().payload().bytes();
    return bytes.hasArray() && bytes.array() == input.value() ? 0 : bytes.remaining();
  }

  default Work work() {
    return this instanceof Admitted admitted ? admitted.lane().work() : Work.NONE;
  }
}
