package io.paastreams.analytics;

import io.paastreams.event.DeadLetterReason;
import io.paastreams.event.UnusableRecordException;
import io.paastreams.streams.RecordFailure;
import java.util.Optional;

/** Why one detection record, or the state of one camera, was put aside. */
public sealed interface AnalyticsFailure extends RecordFailure {

  /** The record has no value. */
  record NoValue() implements AnalyticsFailure {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.NO_VALUE;
    }

    @Override
    public String message() {
      return "the record has no value: a detection record is expected";
    }
  }

  /** The bytes are no detection record. */
  record UnreadableRecord(RuntimeException exception) implements AnalyticsFailure {
    @Override
    public DeadLetterReason reason() {
      return exception instanceof UnusableRecordException unusable
          ? unusable.reason()
          : DeadLetterReason.UNREADABLE_RECORD;
    }

    @Override
    public String message() {
      return exception instanceof UnusableRecordException
          ? String.valueOf(exception.getMessage())
          : "the record is no detection record: " + exception.getMessage();
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }

  /** Boxes or scores are no numbers, or something unexpected happened in their judgement. */
  record UnusableDetections(RuntimeException exception) implements AnalyticsFailure {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.UNUSABLE_DETECTIONS;
    }

    @Override
    public String message() {
      return "the detections cannot be tracked: " + exception.getMessage();
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }

  /** The stored state of the camera is given up; the camera begins anew. */
  record UnreadableState(String cameraId, RuntimeException exception) implements AnalyticsFailure {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.UNREADABLE_STATE;
    }

    @Override
    public String message() {
      return "the state of camera %s is given up, and the camera begins anew: %s"
          .formatted(cameraId, exception.getMessage());
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }

  /** The topic does not take a record of this size. */
  record ResultTooLarge(String topic, long bytes, long limit) implements AnalyticsFailure {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.RESULT_TOO_LARGE;
    }

    @Override
    public String message() {
      return "a result has %d bytes, topic %s takes %d: raise its max.message.bytes"
          .formatted(bytes, topic, limit);
    }
  }

  /** A result could not be written as a record. */
  record UnwritableResult(RuntimeException exception) implements AnalyticsFailure {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.UNWRITABLE_RESULT;
    }

    @Override
    public String message() {
      return "a result cannot be written: " + exception.getMessage();
    }

    @Override
    public Optional<Throwable> cause() {
      return Optional.of(exception);
    }
  }
}
