package io.paastreams.pipeline;

import io.paastreams.image.ImageException;
import java.util.Locale;
import java.util.Optional;

/** Why one frame has no detections and became a dead letter. Never the reason to stop. */
public sealed interface FrameFailure {

  /** The record has no value. */
  record NoValue() implements FrameFailure {
    @Override
    public String message() {
      return "the record has no value: a frame event is expected";
    }
  }

  /** The record is no frame event: wrong magic byte, unknown schema id, cut short, ... */
  record UnreadableRecord(RuntimeException exception) implements FrameFailure {
    @Override
    public String message() {
      return "the record is no frame event: " + exception.getMessage();
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }

  /** The record's value is larger than allowed. */
  record FrameTooLarge(long bytes, long limit) implements FrameFailure {
    @Override
    public String message() {
      return "the frame event has %d bytes, maxFrameBytes is %d".formatted(bytes, limit);
    }
  }

  /** The payload is no picture that can be read, or one too large to be decoded. */
  record BadPicture(ImageException exception) implements FrameFailure {
    @Override
    public String kind() {
      return "picture-" + exception.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String message() {
      return exception.reason() + ": " + exception.getMessage();
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }

  /** The claim check was not fetched, or what came is not what it promised. */
  record ClaimCheckFailed(ClaimCheckException exception) implements FrameFailure {
    @Override
    public String kind() {
      return "claim-check-" + exception.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String message() {
      return String.valueOf(exception.getMessage());
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }

  /** Something unexpected happened while the picture was decoded or resized. */
  record PreparationFailed(Throwable exception) implements FrameFailure {
    @Override
    public String message() {
      return "the picture could not be prepared: " + exception;
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }

  /** The detector failed on this frame alone. */
  record ModelFailed(Throwable exception) implements FrameFailure {
    @Override
    public String message() {
      return "the model failed on this frame: " + exception;
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }

  /** The topic does not take a record of this size. */
  record ResultTooLarge(String topic, long bytes, long limit) implements FrameFailure {
    @Override
    public String message() {
      return "the result has %d bytes, topic %s takes %d: raise its max.message.bytes"
          .formatted(bytes, topic, limit);
    }
  }

  /** The result could not be written as a record. */
  record UnwritableResult(RuntimeException exception) implements FrameFailure {
    @Override
    public String message() {
      return "the result cannot be written: " + exception.getMessage();
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }

  /** What happened, with the numbers. */
  String message();

  /** A short stable name for metrics, such as {@code no-value}. */
  default String kind() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** What was thrown, if something was. */
  default Optional<Throwable> cause() {
    return Optional.empty();
  }
}
