package io.paastreams.streams;

import io.paastreams.event.DeadLetterReason;
import java.util.Optional;

/** Why one record became a dead letter. This is never a reason to stop. */
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
}
