package io.paastreams.streams;

import io.paastreams.event.DeadLetterReason;
import io.paastreams.event.UnusableRecordException;
import java.util.Optional;

/**
 * Why one record became a dead letter. This is never a reason to stop. The failures that any
 * application can meet are here; each application adds its own.
 */
public interface RecordFailure {

  /** What happened, with figures. */
  String message();

  /** Which kind of failure it is. */
  DeadLetterReason reason();

  /** The reason's short stable name, for headers, metrics and the log. */
  default String kind() {
    return reason().id();
  }

  /** The exception that was thrown, if any. */
  default Optional<Throwable> cause() {
    return Optional.empty();
  }

  /** A failure that an exception stands for. */
  interface Thrown extends RecordFailure {

    Throwable exception();

    @Override
    default Optional<Throwable> cause() {
      return Optional.of(exception());
    }
  }

  /**
   * The record has no value.
   *
   * @param expected what it should be, for example {@code frame event}
   */
  record NoValue(String expected) implements RecordFailure {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.NO_VALUE;
    }

    @Override
    public String message() {
      return "the record has no value: a " + expected + " is expected";
    }
  }

  /**
   * The record cannot be read; the exception says why.
   *
   * @param expected what it should be, for example {@code frame event}
   */
  record UnreadableRecord(String expected, RuntimeException exception) implements Thrown {
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
          : "the record is not a " + expected + ": " + exception.getMessage();
    }
  }

  /** The topic does not accept a record of this size. */
  record ResultTooLarge(String topic, long bytes, long limit) implements RecordFailure {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.RESULT_TOO_LARGE;
    }

    @Override
    public String message() {
      return "the result has %d bytes, but topic %s accepts %d: raise its max.message.bytes"
          .formatted(bytes, topic, limit);
    }
  }

  /** The result could not be written as a record. */
  record UnwritableResult(RuntimeException exception) implements Thrown {
    @Override
    public DeadLetterReason reason() {
      return DeadLetterReason.UNWRITABLE_RESULT;
    }

    @Override
    public String message() {
      return "the result cannot be written: " + exception.getMessage();
    }
  }
}
