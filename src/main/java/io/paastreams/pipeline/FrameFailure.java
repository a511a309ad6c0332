package io.paastreams.pipeline;

import io.paastreams.claimcheck.ClaimCheckException;
import io.paastreams.event.DeadLetterReason;
import io.paastreams.image.ImageException;
import io.paastreams.streams.RecordFailure;

/** Why one frame has no detections and became a dead letter. This is never a reason to stop. */
public sealed interface FrameFailure extends RecordFailure {

  /** The record's value is larger than allowed. */
  record FrameTooLarge(long bytes, long limit) implements FrameFailure {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.FRAME_TOO_LARGE;
    }

    @Override
    public String message() {
      return "the frame event has %d bytes, maxFrameBytes is %d".formatted(bytes, limit);
    }
  }

  /** The payload is not a readable image, or is too large to be decoded. */
  record BadImage(ImageException exception) implements FrameFailure, Thrown {
    @Override
    public DeadLetterReason reason() {
      return switch (exception.reason()) {
        case EMPTY -> DeadLetterReason.PICTURE_EMPTY;
        case UNKNOWN_FORMAT -> DeadLetterReason.PICTURE_UNKNOWN_FORMAT;
        case TRUNCATED -> DeadLetterReason.PICTURE_TRUNCATED;
        case CORRUPT -> DeadLetterReason.PICTURE_CORRUPT;
        case TOO_LARGE -> DeadLetterReason.PICTURE_TOO_LARGE;
        case UNSUPPORTED -> DeadLetterReason.PICTURE_UNSUPPORTED;
        case SIZE_MISMATCH -> DeadLetterReason.PICTURE_SIZE_MISMATCH;
      };
    }

    @Override
    public String message() {
      return exception.reason() + ": " + exception.getMessage();
    }
  }

  /** The claim check could not be fetched, or its content is not what it declares. */
  record ClaimCheckFailed(ClaimCheckException exception) implements FrameFailure, Thrown {
    @Override
    public DeadLetterReason reason() {
      return switch (exception.reason()) {
        case NOT_ALLOWED -> DeadLetterReason.CLAIM_CHECK_NOT_ALLOWED;
        case WRONG_SIZE -> DeadLetterReason.CLAIM_CHECK_WRONG_SIZE;
        case WRONG_HASH -> DeadLetterReason.CLAIM_CHECK_WRONG_HASH;
        case NOT_FOUND -> DeadLetterReason.CLAIM_CHECK_NOT_FOUND;
        case UNAVAILABLE -> DeadLetterReason.CLAIM_CHECK_UNAVAILABLE;
      };
    }

    @Override
    public String message() {
      return String.valueOf(exception.getMessage());
    }
  }

  /** Something unexpected happened while the image was decoded or resized. */
  record PreparationFailed(Throwable exception) implements FrameFailure, Thrown {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.PREPARATION_FAILED;
    }

    @Override
    public String message() {
      return "the image could not be prepared: " + exception;
    }
  }

  /** The detector failed on this frame alone. */
  record ModelFailed(Throwable exception) implements FrameFailure, Thrown {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.MODEL_FAILED;
    }

    @Override
    public String message() {
      return "the model failed on this frame: " + exception;
    }
  }
}
